/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long a lane keeps its connection, and what it costs that it was lost meanwhile. */
@Timeout(30)
class BulkConnectionsTest {

    private static Session session(ScriptedSmtpServer server, Timekeeper timekeeper) {
        return new Mail(server)
                .with("mail.smtp.retry.runtime", MailRuntime.with(timekeeper))
                .session();
    }

    private static List<MimeMessage> messages(Session session, int count) throws Exception {
        List<MimeMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(Mail.message(session, "r" + i + "@rcv.example"));
        }
        return messages;
    }

    private static DeliveryReport soon(CompletableFuture<DeliveryReport> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static long count(List<String> transcript, String verb) {
        return transcript.stream().filter(line -> line.startsWith(verb)).count();
    }

    @Test
    void aConnectionCarriesAsManyMessagesAsItMayAndSaysGoodbye() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = session(server, Timekeeper.system());
            try (BulkSender sender = BulkSender.builder(session)
                    .lanes(1)
                    .messagesPerConnection(10)
                    .build()) {
                BulkReport report = sender.sendAll(messages(session, 95).iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(95);
                assertThat(report.connections()).isEqualTo(10);
            }
            for (int connection = 1; connection <= 10; connection++) {
                List<String> transcript = server.transcript(connection);
                assertThat(count(transcript, "MAIL")).isEqualTo(connection == 10 ? 5 : 10);
                assertThat(transcript).endsWith("QUIT");
            }
        }
    }

    @Test
    void anIdleConnectionTakesTheNextMessageAlsoWhereMoreLanesMayBeOpened() throws Exception {
        Semaphore idle = new Semaphore(0);
        Timekeeper watched = new DelegatingTimekeeper(Timekeeper.system()) {
            @Override
            public void await(Condition condition, Duration duration) throws InterruptedException {
                idle.release();
                super.await(condition, duration);
            }
        };
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = session(server, watched);
            try (BulkSender sender =
                    BulkSender.builder(session).idle(Duration.ofMinutes(1)).build()) {
                for (MimeMessage message : messages(session, 50)) {
                    idle.drainPermits();
                    assertThat(soon(sender.submit(message)).isDelivered()).isTrue();
                    idle.acquire();
                }
                assertThat(sender.connections()).isEqualTo(server.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void anIdleConnectionIsGivenBackAndMadeAgainWhenItIsNeeded() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = session(server, AcceleratedTimekeeper.of(100, 1));
            try (BulkSender sender =
                    BulkSender.builder(session).idle(Duration.ofSeconds(5)).build()) {
                assertThat(soon(sender.submit(Mail.message(session, "a@rcv.example")))
                                .isDelivered())
                        .isTrue();
                while (server.openConnections() > 0) {
                    Thread.onSpinWait();
                }
                assertThat(server.transcript(1)).endsWith("QUIT");
                assertThat(soon(sender.submit(Mail.message(session, "b@rcv.example")))
                                .isDelivered())
                        .isTrue();
                assertThat(server.connections()).isEqualTo(2);
            }
        }
    }

    static Stream<Arguments> waysToLoseAConnection() {
        return Stream.of(
                Arguments.of(SmtpPhase.END_OF_DATA, Action.reply("250 2.0.0 Ok").thenClose()),
                Arguments.of(
                        SmtpPhase.MAIL,
                        Action.reply("421 4.7.0 Too many messages here").thenClose()),
                Arguments.of(
                        SmtpPhase.MAIL,
                        Action.reply("421 4.4.2 Idle for too long").thenReset()),
                Arguments.of(SmtpPhase.MAIL, Action.close()),
                Arguments.of(SmtpPhase.MAIL, Action.reset()));
    }

    @ParameterizedTest
    @MethodSource("waysToLoseAConnection")
    void aConnectionThatWasLostBetweenTwoMessagesCostsNoAttemptAndNoDelay(SmtpPhase phase, Action action)
            throws Exception {
        // whoever had to wait would wait for longer than this test may take
        MailRetryPolicy patient = MailRetryPolicy.builder()
                .deadline(Duration.ofHours(2))
                .quickRetries(List.of(Duration.ofHours(1)))
                .build();
        try (var server = ScriptedSmtpServer.builder()
                .on(phase, Occurrence.everyNth(3), action)
                .start()) {
            Session session = session(server, Timekeeper.system());
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            try (BulkSender sender =
                    BulkSender.builder(session).lanes(1).policy(patient).build()) {
                for (MimeMessage message : messages(session, 30)) {
                    futures.add(sender.submit(message));
                }
                assertThat(futures).allSatisfy(future -> {
                    DeliveryReport report = soon(future);
                    assertThat(report.isDelivered()).isTrue();
                    assertThat(report.attempts()).isEqualTo(1);
                });
            }
            assertThat(server.connections()).isGreaterThanOrEqualTo(10);
            assertThat(server.duplicates()).isEmpty();
        }
    }
}

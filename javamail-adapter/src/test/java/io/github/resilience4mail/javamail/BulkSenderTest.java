/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BulkSenderTest {

    private static Session realTime(ScriptedSmtpServer server) {
        return mail(server).session();
    }

    private static Mail mail(ScriptedSmtpServer server) {
        return new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()));
    }

    private static List<DeliveryReport> reports(List<CompletableFuture<DeliveryReport>> futures) {
        return futures.stream().map(BulkSenderTest::soon).toList();
    }

    /** A future that hangs fails the test, not the build. */
    private static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void whatAPauseKeepsBeyondItsDeadlineIsDeferredAtOnceUntilThePauseEnds() throws Exception {
        Action pause = Action.reply("451 4.7.1 Too many messages, try again in 3600 seconds");
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), pause)
                .start()) {
            Session session = realTime(server);
            Instant start = Timekeeper.system().now();
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            try (BulkSender sender = BulkSender.builder(session)
                    .policy(MailRetryPolicy.builder()
                            .deadline(Duration.ofMinutes(1))
                            .build())
                    .build()) {
                for (int i = 0; i < 20; i++) {
                    futures.add(sender.submit(Mail.message(session, "r" + i + "@rcv.example")));
                }
                for (DeliveryReport report : reports(futures)) {
                    assertThat(report.with(Outcome.DEFERRED)).singleElement().satisfies(r -> assertThat(r.retryAt())
                            .hasValueSatisfying(at -> assertThat(at).isAfter(start.plusSeconds(3_590))));
                }
            }
            assertThat(server.refused(SmtpPhase.MAIL)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aDailyQuotaDefersAllThatWaitsUntilTomorrow() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.reply("550 5.4.5 Daily user sending quota exceeded"))
                .start()) {
            Session session = realTime(server);
            List<MimeMessage> messages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                messages.add(Mail.message(session, "r" + i + "@rcv.example"));
            }
            try (BulkSender sender = BulkSender.builder(session).build()) {
                BulkReport report = sender.sendAll(messages.iterator());
                assertThat(report.count(Outcome.DEFERRED)).isEqualTo(10);
                assertThat(report.notDelivered())
                        .allSatisfy(r -> assertThat(r.retryAt().orElseThrow())
                                .isAfter(Timekeeper.system().now().plus(Duration.ofHours(23))));
            }
        }
    }

    @Test
    void anIdleLaneWakesForAMessageThatBecomesDue() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Session session = realTime(server);
            MailRetryPolicy quick = MailRetryPolicy.builder()
                    .quickRetries(List.of(Duration.ofMillis(50)))
                    .build();
            try (BulkSender sender = BulkSender.builder(session)
                    .policy(quick)
                    .idle(Duration.ofSeconds(50))
                    .lanes(1)
                    .build()) {
                // the test's own limit of a minute is below the idle time and the deadline of a lane that oversleeps
                assertThat(soon(sender.submit(Mail.message(session, "a@rcv.example")))
                                .isDelivered())
                        .isTrue();
            }
        }
    }

    @Test
    void aCallbackMayCloseTheSenderOrSubmitMore() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = realTime(server);
            BulkSender sender = BulkSender.builder(session).lanes(1).queue(1).build();
            CompletableFuture<DeliveryReport> second = sender.submit(Mail.message(session, "a@rcv.example"))
                    .thenCompose(report -> submit(sender, session, "b@rcv.example"));
            assertThat(soon(second).isDelivered()).isTrue();
            soon(second.thenRun(sender::close));
            assertThatThrownBy(() -> sender.submit(Mail.message(session, "c@rcv.example")))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    private static CompletableFuture<DeliveryReport> submit(BulkSender sender, Session session, String to) {
        try {
            return sender.submit(Mail.message(session, to));
        } catch (Exception e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Test
    void anExecutorThatTakesNothingDefersEverythingAndHangsNobody() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = realTime(server);
            try (BulkSender sender = BulkSender.builder(session)
                    .executor(task -> {
                        throw new RejectedExecutionException("full");
                    })
                    .build()) {
                DeliveryReport report = soon(sender.submit(Mail.message(session, "a@rcv.example")));
                assertThat(report.with(Outcome.DEFERRED)).hasSize(1);
            }
        }
    }

    @Test
    void closingDefersWhatStillWaits() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Session session = realTime(server);
            BulkSender sender = BulkSender.builder(session).build();
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                futures.add(sender.submit(Mail.message(session, "r" + i + "@rcv.example")));
            }
            sender.close();
            assertThat(reports(futures)).allSatisfy(report -> assertThat(report.with(Outcome.DEFERRED))
                    .hasSize(1));
        }
    }

    @Test
    void manyDomainsShareOneWrongPasswordAndItIsTriedOnce() throws Exception {
        try (var server =
                ScriptedSmtpServer.builder().user("u", "right").requireAuth().start()) {
            Mail mail = mail(server).with("mail.smtp.auth", "true").with("mail.smtp.user", "u");
            Session session = Session.getInstance(mail.properties, new jakarta.mail.Authenticator() {
                @Override
                protected jakarta.mail.PasswordAuthentication getPasswordAuthentication() {
                    return new jakarta.mail.PasswordAuthentication("u", "wrong");
                }
            });
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            try (BulkSender sender = BulkSender.builder(session)
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .build()) {
                for (int i = 0; i < 50; i++) {
                    futures.add(sender.submit(Mail.message(session, "r@d" + i % 10 + ".example")));
                }
                assertThat(reports(futures)).allSatisfy(report -> assertThat(report.with(Outcome.FIX_CONFIG))
                        .hasSize(1));
            }
            assertThat(server.logins()).isEqualTo(1);
        }
    }

    @Test
    void oneMessageThatCannotBeWrittenDoesNotHurtTheNext() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = realTime(server);
            MimeMessage broken = new MimeMessage(Mail.message(session, "a@rcv.example")) {
                @Override
                public void writeTo(java.io.OutputStream out, String[] ignored) {
                    throw new IllegalStateException("this message has a bug");
                }
            };
            try (BulkSender sender = BulkSender.builder(session).lanes(1).build()) {
                CompletableFuture<DeliveryReport> first = sender.submit(broken);
                CompletableFuture<DeliveryReport> second = sender.submit(Mail.message(session, "b@rcv.example"));
                assertThat(soon(first).with(Outcome.GIVEN_UP)).singleElement().satisfies(r -> assertThat(
                                r.verdict().orElseThrow().reason())
                        .hasToString("MESSAGE_UNREADABLE"));
                assertThat(soon(second).isDelivered()).isTrue();
            }
        }
    }

    @Test
    void anEmptyGroupIsRefusedBeforeAnythingIsTakenIn() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start();
                BulkSender sender = BulkSender.builder(realTime(server)).build()) {
            MimeMessage message = Mail.message(realTime(server));
            InternetAddress[] group = InternetAddress.parse("undisclosed-recipients:;");
            assertThat(Arrays.asList(group)).hasSize(1);
            assertThatThrownBy(() -> sender.submit(message, group))
                    .isInstanceOf(SendFailedException.class)
                    .hasMessageContaining("the group has no members");
        }
    }
}

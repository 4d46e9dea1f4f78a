/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a bulk sender waits, whom it tells when, and what it counts; on real time. */
@Timeout(30)
class BulkDeadlineTest {

    private static Session session(ScriptedSmtpServer server) {
        return mail(server).session();
    }

    private static Mail mail(ScriptedSmtpServer server) {
        return new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()));
    }

    private static MailRetryPolicy.Builder quick() {
        Duration soon = Duration.ofMillis(50);
        return MailRetryPolicy.builder().quickRetries(List.of(soon, soon, soon));
    }

    private static DeliveryReport soon(CompletableFuture<DeliveryReport> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void eachRecipientIsToldOfOnceAsSoonAsItIsSettledWhateverTheListenerDoes() throws Exception {
        ConcurrentLinkedQueue<String> told = new ConcurrentLinkedQueue<>();
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first().to("slow@rcv.example"), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 Unknown"))
                .start()) {
            Session session = session(server);
            try (BulkSender sender = BulkSender.builder(session)
                    .policy(quick().build())
                    .listener(event -> {
                        if (event instanceof RecipientSettled settled) {
                            told.add(settled.recipient().recipient() + " "
                                    + settled.recipient().outcome());
                        }
                        throw new IllegalStateException("a listener's own fault");
                    })
                    .build()) {
                var message = Mail.message(session, "slow@rcv.example", "gone@rcv.example", "b@rcv.example");
                soon(sender.submit(message));
                assertThat(told)
                        .containsExactly(
                                "gone@rcv.example GIVEN_UP", "b@rcv.example DELIVERED", "slow@rcv.example DELIVERED");
            }
        }
    }

    @Test
    void noPauseIsLongerThanTheCapsOfThePolicy() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.first(), Action.reply("451 4.7.1 Too much, try again in 3600 seconds"))
                .on(SmtpPhase.MAIL, Occurrence.nth(2), Action.reply("550 5.4.5 Daily user sending quota exceeded"))
                .on(SmtpPhase.MAIL, Occurrence.nth(3), Action.reply("451 4.7.1 Too many messages"))
                .start()) {
            Session session = session(server);
            MailRetryPolicy impatient = quick().maxHint(Duration.ofMillis(200))
                    .maxDelay(Duration.ofMillis(200))
                    .build();
            try (BulkSender sender =
                    BulkSender.builder(session).policy(impatient).build()) {
                DeliveryReport report = soon(sender.submit(Mail.message(session, "a@rcv.example")));
                assertThat(report.isDelivered()).isTrue();
                assertThat(report.attempts()).isEqualTo(4);
            }
        }
    }

    @Test
    void whoIsNotDueYetIsDeferredTooWhenALaterPauseOutlastsTheDeadline() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("grey@rcv.example"), grey())
                .on(SmtpPhase.RCPT, Occurrence.every().to("busy@rcv.example"), busy())
                .start()) {
            Session session = session(server);
            Instant start = Timekeeper.system().now();
            try (BulkSender sender = BulkSender.builder(session).lanes(1).build()) {
                sender.submit(Mail.message(session, "first@rcv.example"));
                var grey = sender.submit(Mail.message(session, "grey@rcv.example"));
                sender.submit(Mail.message(session, "busy@rcv.example"));
                RecipientReport report = soon(grey).recipients().get(0);
                assertThat(report.outcome()).isEqualTo(Outcome.DEFERRED);
                assertThat(report.reply().orElseThrow().toString()).contains("Greylisted");
                assertThat(report.retryAt().orElseThrow()).isAfter(start.plus(Duration.ofHours(4)));
            }
        }
    }

    private static Action grey() {
        return Action.reply("450 4.2.0 Greylisted, try again in 300 seconds");
    }

    private static Action busy() {
        return Action.reply("451 4.7.1 Too many messages, try again in 5 hours");
    }

    @Test
    void whereNothingIsTakenForLongerThanTheDeadlineThoseBehindAreToldWhy() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.reply("451 4.7.1 Too many messages"))
                .start()) {
            Session session = session(server);
            MailRetryPolicy policy = quick().deadline(Duration.ofSeconds(1))
                    .maxDelay(Duration.ofMillis(100))
                    .build();
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            try (BulkSender sender = BulkSender.builder(session).policy(policy).build()) {
                for (int i = 0; i < 60; i++) {
                    futures.add(sender.submit(Mail.message(session, "r" + i + "@rcv.example")));
                }
                for (CompletableFuture<DeliveryReport> future : futures) {
                    assertThat(soon(future).with(Outcome.DEFERRED))
                            .singleElement()
                            .satisfies(r -> {
                                assertThat(r.verdict().map(Verdict::reason)).contains(Reason.THROTTLED);
                                assertThat(r.retryAt()).isPresent();
                            });
                }
            }
            assertThat(soon(futures.get(59)).attempts()).isZero();
        }
    }

    @Test
    void connectionsAreCountedAsTheServerCountsThem() throws Exception {
        int port;
        try (var server = ScriptedSmtpServer.builder()
                .user("u", "right")
                .on(SmtpPhase.CONNECT, Occurrence.first(), Action.close())
                .on(
                        SmtpPhase.CONNECT,
                        Occurrence.nth(2),
                        Action.reply("421 4.3.2 Not now").thenClose())
                .start()) {
            port = server.port();
            Mail mail = mail(server).with("mail.smtp.auth", "true").with("mail.smtp.user", "u");
            Session session = Session.getInstance(mail.properties, new jakarta.mail.Authenticator() {
                @Override
                protected jakarta.mail.PasswordAuthentication getPasswordAuthentication() {
                    return new jakarta.mail.PasswordAuthentication("u", "right");
                }
            });
            try (BulkSender sender =
                    BulkSender.builder(session).policy(quick().build()).build()) {
                assertThat(soon(sender.submit(Mail.message(session, "a@rcv.example")))
                                .isDelivered())
                        .isTrue();
                assertThat(sender.connections()).isEqualTo(server.connections()).isEqualTo(3);
            }
        }
        Session nobody = Session.getInstance(new java.util.Properties());
        nobody.getProperties().put("mail.smtp.host", "127.0.0.1");
        nobody.getProperties().put("mail.smtp.port", String.valueOf(port));
        try (BulkSender sender = BulkSender.builder(nobody)
                .policy(MailRetryPolicy.builder().deadline(Duration.ZERO).build())
                .build()) {
            assertThat(soon(sender.submit(Mail.message(nobody, "a@rcv.example")))
                            .attempts())
                    .isEqualTo(1);
            assertThat(sender.connections()).isZero();
        }
    }
}

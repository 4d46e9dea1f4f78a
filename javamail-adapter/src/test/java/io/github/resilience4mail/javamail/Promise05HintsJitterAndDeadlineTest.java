/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Promise 5: a hint is a minimum, delays have jitter and a cap, nothing sleeps past its deadline. */
class Promise05HintsJitterAndDeadlineTest {

    private static ScriptedSmtpServer refusing(String reply) {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply(reply))
                .start();
    }

    @Test
    void waitsAtLeastAsLongAsTheServerAsks() throws MessagingException {
        Mail[] mail = new Mail[1];
        io.github.resilience4mail.time.FakeTimekeeper time = new io.github.resilience4mail.time.FakeTimekeeper();
        Manners greylist =
                Manners.builder().greylisting(Duration.ofSeconds(300)).build();
        try (var server = ScriptedSmtpServer.builder()
                .destination("rcv.example", greylist)
                .timekeeper(time)
                .start()) {
            mail[0] = new Mail(server, time).with("mail.smtp.retry.deadline", "10m");
            Sending sending = Sending.of(mail[0], "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(sending.recipient(0).attempts()).isEqualTo(2);
            assertThat(time.waits()).singleElement().satisfies(wait -> assertThat(wait)
                    .isBetween(Duration.ofSeconds(300), Duration.ofSeconds(360)));
        }
    }

    @Test
    void doesNotWaitForWhatLiesBeyondTheDeadlineButSaysWhen() throws MessagingException {
        try (var server = refusing("451 4.7.1 Greylisted, please try again in 300 seconds")) {
            Mail mail = new Mail(server);
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(mail.time.waits()).isEmpty();
            assertThat(sending.outcomes()).containsExactly(Outcome.DEFERRED);
            assertThat(sending.recipient(0).retryAt().orElseThrow())
                    .isBetween(mail.time.now().plusSeconds(300), mail.time.now().plusSeconds(360));
        }
    }

    @Test
    void connectAndSendMessageShareOneDeadline() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.CONNECT,
                        Occurrence.upTo(2),
                        Action.reply("421 4.3.2 Busy").thenClose())
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.jitter", "0").with("mail.smtp.retry.deadline", "6s");
            Sending.of(mail, "a@rcv.example");
            // 1 + 3 in connect, 1 in sendMessage; 3 more would be too many
            assertThat(mail.time.elapsed()).isEqualTo(Duration.ofSeconds(5));
        }
    }

    @Test
    void delaysDifferFromOneMessageToTheNext() throws MessagingException {
        Set<Duration> first = new HashSet<>();
        try (var server = refusing("451 4.3.0 Later")) {
            Mail mail = new Mail(server);
            for (int i = 0; i < 5; i++) {
                int before = mail.time.waits().size();
                Sending.of(mail, "a@rcv.example");
                first.add(mail.time.waits().get(before));
            }
        }
        assertThat(first).hasSizeGreaterThan(3);
    }

    @Test
    void anInterruptEndsTheWaitingWithTheFlagSetAndTheRestDeferred() throws MessagingException {
        try (var server = refusing("451 4.3.0 Later")) {
            Mail mail = new Mail(server);
            var message = mail.message("a@rcv.example");
            message.saveChanges();
            RetryingSmtpTransport transport =
                    (RetryingSmtpTransport) mail.session().getTransport("smtp");
            transport.connect();
            Thread.currentThread().interrupt();
            MailDeliveryException failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                    MailDeliveryException.class, () -> transport.sendMessage(message, message.getAllRecipients()));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(failure.getReport().with(Outcome.DEFERRED)).hasSize(1);
            assertThat(mail.time.waits()).isEmpty();
            transport.close();
        }
    }
}

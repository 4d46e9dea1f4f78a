/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 3: an UNKNOWN acceptance is called so, and the policy says what follows. */
class Promise03AnUnknownAcceptanceIsCalledSoTest {

    private static ScriptedSmtpServer.Builder losing(Action how) {
        return ScriptedSmtpServer.builder().on(SmtpPhase.END_OF_DATA, Occurrence.first(), how);
    }

    private static Action loss(String how) {
        return switch (how) {
            case "close" -> Action.acceptThenClose();
            case "reset" -> Action.acceptThenReset();
            default ->
                Action.acceptThen(Action.rawReply("250-2.0.0 Queued as\r\n").thenClose());
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "half a reply"})
    void underResendItIsSentAgainWithTheSameMessageIdAndMarked(String how) throws MessagingException {
        try (var server = losing(loss(how)).start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(sending.recipient(0).possibleDuplicate()).isTrue();
            assertThat(server.acceptedCount(sending.messageId(), "a@rcv.example"))
                    .isEqualTo(2);
            assertThat(server.withheld()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "half a reply"})
    void underReportItIsReportedAndNotSentAgain(String how) throws MessagingException {
        try (var server = losing(loss(how)).start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.onunknown", "report");
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.UNKNOWN);
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(sending.text()).contains("a@rcv.example: nobody can say whether it arrived");
        }
    }

    @Test
    void aReadTimeoutAtTheFinalDotIsUnknown() throws MessagingException {
        try (var server = losing(Action.acceptThenStall()).start()) {
            Mail mail = new Mail(server).with("mail.smtp.timeout", "200").with("mail.smtp.retry.onunknown", "report");
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.UNKNOWN);
        }
    }

    @Test
    void aLaterRefusalDoesNotEraseIt() throws MessagingException {
        try (var server = losing(Action.acceptThenClose())
                .on(SmtpPhase.RCPT, Occurrence.from(2), Action.reply("550 5.1.1 Gone meanwhile"))
                .start()) {
            assertThat(Sending.of(new Mail(server), "a@rcv.example").outcomes()).containsExactly(Outcome.UNKNOWN);
        }
    }

    @Test
    void whatBreaksBeforeTheFinalDotIsNotUnknown() throws MessagingException {
        Action inBody = Action.inBody(40_000, Action.reset());
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.DATA, Occurrence.every(), inBody)
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            var message = mail.message("a@rcv.example");
            message.setText("x".repeat(70).concat("\n").repeat(200_000));
            message.saveChanges();
            assertThat(Sending.of(mail, message).outcomes()).containsExactly(Outcome.DEFERRED);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 1: a recipient whom the server accepted is not sent the message again, except after UNKNOWN under RESEND. */
class Promise01AcceptedIsNotSentAgainTest {

    @Test
    void notOnAPartialSend() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.upTo(2).to("b@rcv.example"), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.RCPT, Occurrence.every().to("c@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example", "b@rcv.example", "c@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED, Outcome.DELIVERED, Outcome.GIVEN_UP);
            assertThat(server.acceptedCount(sending.messageId(), "a@rcv.example"))
                    .isEqualTo(1);
            assertThat(server.acceptedCount(sending.messageId(), "b@rcv.example"))
                    .isEqualTo(1);
            assertThat(sending.report().recipients())
                    .extracting(RecipientReport::attempts)
                    .containsExactly(1, 3, 1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"251 2.1.5 Will forward", "200 Fine", "252 2.0.0 Queued"})
    void notWhenTheFinalReplyIsASuccessOtherThan250(String reply) throws MessagingException {
        Action accepted = Action.acceptThen(Action.reply(reply));
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.every(), accepted)
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "421", "500", "garbage"})
    void notWhenQuitFails(String how) throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.QUIT, Occurrence.every(), failure(how))
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    private static Action failure(String how) {
        return switch (how) {
            case "close" -> Action.close();
            case "reset" -> Action.reset();
            case "421" -> Action.reply("421 4.3.2 Closing").thenClose();
            case "500" -> Action.reply("500 5.5.1 What?");
            default -> Action.rawReply("bye bye\r\n");
        };
    }

    @Test
    void notWhenTheResetBehindARefusedRecipientFails() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.RSET, Occurrence.every(), Action.reset())
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void notWhenSendingPartiallyIsForbiddenAndOneIsRefusedForNow() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first().to("b@rcv.example"), Action.reply("451 4.3.0 Later"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.sendpartial", "false");
            Sending sending = Sending.of(mail, "a@rcv.example", "b@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DELIVERED, Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }
}

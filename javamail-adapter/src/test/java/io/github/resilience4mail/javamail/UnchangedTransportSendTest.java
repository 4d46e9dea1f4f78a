/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Code that knows nothing of us: {@code Transport.send(message)}, with our jar on the class path. */
class UnchangedTransportSendTest {

    private static ScriptedSmtpServer serverThat(SmtpPhase phase, Occurrence occurrence, Action action) {
        return ScriptedSmtpServer.builder().on(phase, occurrence, action).start();
    }

    @Test
    void survivesA451AtRcptThatIsGoneTheNextTime() throws MessagingException {
        try (var server = serverThat(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))) {
            Mail mail = new Mail(server);
            Transport.send(mail.message("b@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(mail.time.waits()).singleElement().satisfies(wait -> assertThat(wait)
                    .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200)));
        }
    }

    @Test
    void survivesA421AtConnect() throws MessagingException {
        var busy = Action.reply("421 4.3.2 Service not available").thenClose();
        try (var server = serverThat(SmtpPhase.CONNECT, Occurrence.first(), busy)) {
            Transport.send(new Mail(server).message("b@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void survivesAConnectionDroppedAtData() throws MessagingException {
        try (var server = serverThat(SmtpPhase.DATA, Occurrence.first(), Action.close())) {
            Transport.send(new Mail(server).message("b@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void survivesAConnectionDroppedInTheBody() throws MessagingException {
        try (var server = serverThat(SmtpPhase.DATA, Occurrence.first(), Action.closeInBody())) {
            Transport.send(new Mail(server).message("b@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void sendsAgainWithTheSameMessageIdAfterALostFinalReplyAndReportsThePossibleDuplicate() throws Exception {
        try (var server = serverThat(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())) {
            Mail mail = new Mail(server);
            MimeMessage message = mail.message("b@rcv.example");
            message.saveChanges();
            RetryingSmtpTransport transport =
                    (RetryingSmtpTransport) mail.session().getTransport("smtp");
            transport.connect();
            transport.sendMessage(message, message.getAllRecipients());
            transport.close();

            assertThat(server.acceptedCount(message.getMessageID(), "b@rcv.example"))
                    .isEqualTo(2);
            assertThat(transport.getLastReport().orElseThrow().recipients())
                    .singleElement()
                    .satisfies(recipient -> {
                        assertThat(recipient.outcome()).isEqualTo(Outcome.DELIVERED);
                        assertThat(recipient.possibleDuplicate()).isTrue();
                        assertThat(recipient.attempts()).isEqualTo(2);
                    });
        }
    }

    @Test
    void givesUpAtOnceOn550AndSaysWhatItMeans() throws MessagingException {
        try (var server = serverThat(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user here"))) {
            Mail mail = new Mail(server);
            MimeMessage message = mail.message("b@rcv.example");
            MailDeliveryException failure =
                    catchThrowableOfType(MailDeliveryException.class, () -> Transport.send(message));
            assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
            assertThat(mail.time.waits()).isEmpty();
            assertThat(failure)
                    .hasMessageContaining("550 5.1.1 No such user here")
                    .hasMessageContaining("given up");
            assertThat(failure.getInvalidAddresses())
                    .extracting(Object::toString)
                    .containsExactly("b@rcv.example");
            assertThat(failure.getReport()
                            .recipients()
                            .get(0)
                            .verdict()
                            .orElseThrow()
                            .reason())
                    .isEqualTo(Reason.UNKNOWN_RECIPIENT);
        }
    }

    @Test
    void givesUpAtOnceOn535AndDoesNotLogInAgainWithThatPassword() throws MessagingException {
        try (var server =
                ScriptedSmtpServer.builder().user("u", "right").requireAuth().start()) {
            Mail mail = new Mail(server).with("mail.smtp.auth", "true");
            MimeMessage message = mail.message("b@rcv.example");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Transport.send(message, "u", "wrong"))
                        .isInstanceOf(AuthenticationFailedException.class)
                        .hasMessageContaining("535")
                        .satisfies(e -> assertThat(MailFailure.of(e)
                                        .orElseThrow()
                                        .verdict()
                                        .reason())
                                .isEqualTo(Reason.AUTH_FAILED));
            }
            assertThat(server.logins()).isEqualTo(1);
            Transport.send(message, "u", "right");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpPhase.class,
            names = {"QUIT", "RSET"})
    void countsAFailureAfterAcceptanceAsSuccess(SmtpPhase phase) throws MessagingException {
        try (var server = serverThat(phase, Occurrence.every(), Action.reset())) {
            Transport.send(new Mail(server).message("b@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void doesNothingOfThisWhenSwitchedOff() throws MessagingException {
        try (var server = serverThat(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))) {
            MimeMessage message =
                    new Mail(server).with("mail.smtp.retry.enabled", "false").message("b@rcv.example");
            assertThatThrownBy(() -> Transport.send(message)).isNotInstanceOf(MailDeliveryException.class);
            assertThat(server.acceptedCount()).isZero();
        }
    }
}

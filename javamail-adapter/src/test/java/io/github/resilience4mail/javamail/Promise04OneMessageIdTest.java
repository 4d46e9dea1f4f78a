/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import org.junit.jupiter.api.Test;

/** Promise 4: the same message keeps one Message-ID through all attempts. */
class Promise04OneMessageIdTest {

    private static ScriptedSmtpServer.Builder losingTwice() {
        return ScriptedSmtpServer.builder().on(SmtpPhase.END_OF_DATA, Occurrence.upTo(2), Action.acceptThenClose());
    }

    @Test
    void throughAllAttemptsOfTransportSend() throws MessagingException {
        try (var server = losingTwice().start()) {
            MimeMessage message = new Mail(server).message("a@rcv.example");
            Transport.send(message);
            assertThat(server.accepted())
                    .hasSize(3)
                    .extracting(Accepted::messageId)
                    .containsOnly(message.getMessageID());
        }
    }

    @Test
    void alsoWhenTheMessageIsConvertedToEightBits() throws MessagingException {
        try (var server = losingTwice().start()) {
            Mail mail = new Mail(server).with("mail.smtp.allow8bitmime", "true");
            MimeMessage message = mail.message("a@rcv.example");
            message.setText("Grüße, and accents: éèà", "UTF-8");
            message.saveChanges();
            String id = message.getMessageID();
            Sending.of(mail, message);
            assertThat(server.accepted())
                    .hasSize(3)
                    .extracting(Accepted::messageId)
                    .containsOnly(id);
        }
    }

    @Test
    void alsoWhenTheMessageWasNeverSaved() throws MessagingException {
        try (var server = losingTwice().start()) {
            Mail mail = new Mail(server);
            Sending sending = Sending.of(mail, mail.message("a@rcv.example"));
            assertThat(sending.report().messageId()).isNotEmpty();
            assertThat(server.accepted())
                    .hasSize(3)
                    .extracting(Accepted::messageId)
                    .containsOnly(sending.report().messageId());
        }
    }
}

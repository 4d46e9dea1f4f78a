/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.api.mailer.config.TransportStrategy;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Simple Java Mail makes its own session, and looks only at standard properties. */
@Tag("libraries")
class SimpleJavaMailTest {

    private static Email email() {
        return EmailBuilder.startingBlank()
                .from("sender@client.example")
                .to("a@rcv.example")
                .withSubject("A test")
                .withPlainText("The body of the test.")
                .buildEmail();
    }

    private static Mailer mailer(ScriptedSmtpServer server) {
        return MailerBuilder.withSMTPServer(server.host(), server.port())
                .withProperty("mail.smtp.retry.quick", "10ms, 10ms, 10ms")
                .buildMailer();
    }

    @Test
    void triesAgainWhatCanSucceed() {
        try (var server = Library.reluctantServer()) {
            mailer(server).sendMail(email()).join();
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void triesAgainInsideOfTls() {
        try (var server = Library.reluctant().implicitTls().start()) {
            Mailer mailer = MailerBuilder.withSMTPServer(server.host(), server.port())
                    .withTransportStrategy(TransportStrategy.SMTPS)
                    .trustingAllHosts(true)
                    .verifyingServerIdentity(false)
                    .withProperty("mail.smtp.retry.quick", "10ms, 10ms, 10ms")
                    .buildMailer();
            mailer.sendMail(email()).join();
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void passesOnWhyAMessageCouldNotBeDelivered() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user here"))
                .start()) {
            assertThatThrownBy(() -> mailer(server).sendMail(email()).join())
                    .hasCauseInstanceOf(MailDeliveryException.class)
                    .cause()
                    .hasMessageContaining("There is no such mailbox");
            assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
        }
    }
}

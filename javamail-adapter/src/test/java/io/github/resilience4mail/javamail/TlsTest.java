/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;
import org.junit.jupiter.api.Test;

/** TLS: with the user's own factories and trust, and never in clear text where it was demanded. */
class TlsTest {

    private static SSLSocketFactory trusting() {
        return ScriptedSmtpServer.clientSslContext().getSocketFactory();
    }

    private static Mail startingTls(ScriptedSmtpServer server) {
        return new Mail(server).with("mail.smtp.starttls.enable", "true").with("mail.smtp.starttls.required", "true");
    }

    private static Mail implicit(ScriptedSmtpServer server) {
        Mail mail = new Mail(server)
                .with("mail.transport.protocol.rfc822", "smtps")
                .with("mail.smtps.host", server.host())
                .with("mail.smtps.port", String.valueOf(server.port()))
                .with(
                        "mail.smtps.retry.runtime",
                        io.github.resilience4mail.runtime.MailRuntime.with(
                                new io.github.resilience4mail.time.FakeTimekeeper()));
        return mail;
    }

    private static Reason reasonOf(Throwable thrown) {
        return MailFailure.of(thrown).orElseThrow().verdict().reason();
    }

    @Test
    void startTlsWorksWithTheUsersOwnFactory() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().startTls().start()) {
            Mail mail = startingTls(server).with("mail.smtp.ssl.socketFactory", trusting());
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.transcript(1)).anyMatch(line -> line.equalsIgnoreCase("STARTTLS"));
        }
    }

    @Test
    void startTlsWorksWithTrustByName() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().startTls().start()) {
            Mail mail = startingTls(server)
                    .with("mail.smtp.ssl.trust", "127.0.0.1")
                    .with("mail.smtp.ssl.checkserveridentity", "false");
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DELIVERED);
        }
    }

    @Test
    void smtpsWorksTransparentlyToo() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().implicitTls().start()) {
            Mail mail = implicit(server).with("mail.smtps.ssl.socketFactory", trusting());
            Transport.send(mail.message("a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void smtpsRetriesAsSmtpDoes() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .implicitTls()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.DATA, Occurrence.first(), Action.close())
                .start()) {
            Mail mail = implicit(server).with("mail.smtps.ssl.socketFactory", trusting());
            Transport.send(mail.message("a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void aTlsFactoryInThePlaceOfThePlainOneWorksToo() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().implicitTls().start()) {
            Mail mail = new Mail(server).with("mail.smtp.socketFactory", trusting());
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DELIVERED);
        }
    }

    @Test
    void anUntrustedCertificateIsForSomeoneToFix() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().startTls().start()) {
            Mail mail = startingTls(server);
            MimeMessage message = mail.message("a@rcv.example");
            assertThatThrownBy(() -> Transport.send(message))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.CERTIFICATE_UNTRUSTED));
            assertThat(mail.time.waits()).isEmpty();
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theUsersOwnDoubtsAreAskedThroughTheWrapper() throws Exception {
        MailSSLSocketFactory doubting = new MailSSLSocketFactory() {
            @Override
            public synchronized boolean isServerTrusted(String server, javax.net.ssl.SSLSocket socket) {
                return false;
            }
        };
        doubting.setTrustAllHosts(true);
        try (var server = ScriptedSmtpServer.builder().startTls().start()) {
            Mail mail = startingTls(server)
                    .with("mail.smtp.ssl.socketFactory", doubting)
                    .with("mail.smtp.ssl.checkserveridentity", "false");
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.CERTIFICATE_UNTRUSTED));
        }
    }

    @Test
    void aCutHandshakeIsTriedAgain() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .startTls()
                .on(SmtpPhase.STARTTLS, Occurrence.first(), Action.proceed().thenClose())
                .start()) {
            Mail mail = startingTls(server).with("mail.smtp.ssl.socketFactory", trusting());
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void encryptionThatIsDemandedButNotOfferedIsForSomeoneToFix() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = startingTls(server);
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.TLS_NOT_OFFERED))
                    .hasMessageContaining("mail.smtp.starttls");
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @Test
    void tlsTowardsAPlainPortIsForSomeoneToFix() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = implicit(server);
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.NOT_SMTP));
        }
    }

    @Test
    void aGreetingThatIsNoGreetingIsForSomeoneToFix() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.every(), Action.rawReply("HTTP/1.1 400 Bad Request\r\n"))
                .start()) {
            Mail mail = new Mail(server);
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example")))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.NOT_SMTP));
            assertThat(mail.time.waits()).isEmpty();
        }
    }

    @Test
    void aLoginThatIsConfiguredButNotOfferedInAnySpokenWayIsForSomeoneToFix() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().capability("AUTH GSSAPI").start()) {
            Mail mail = new Mail(server).with("mail.smtp.auth", "true");
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example"), "u", "p"))
                    .satisfies(e -> assertThat(reasonOf(e)).isEqualTo(Reason.AUTH_NOT_OFFERED));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.javamail.BulkReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.RetryingSmtpsTransport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Jakarta Mail in the versions of this run: the whole dialogue once, as the class files of our build find it. */
@Tag("libraries")
class JakartaMailTest {

    private static MimeMessage message(Session session, String... to) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("sender@client.example"));
        message.setRecipients(MimeMessage.RecipientType.TO, String.join(",", to));
        message.setSubject("A test");
        message.setText("The body of the test.\n");
        return message;
    }

    private static Session session(ScriptedSmtpServer server) {
        return Session.getInstance(Library.impatient(server, "smtp"));
    }

    private static List<String> versionsOf(String artifact) throws IOException {
        List<String> versions = new ArrayList<>();
        String name = "META-INF/maven/" + artifact + "/pom.properties";
        for (URL url : Collections.list(JakartaMailTest.class.getClassLoader().getResources(name))) {
            Properties properties = new Properties();
            try (InputStream in = url.openStream()) {
                properties.load(in);
            }
            versions.add(properties.getProperty("version"));
        }
        return versions;
    }

    @Test
    void isThereOnceAndInTheVersionsThatThisRunIsAbout() throws IOException {
        assertThat(versionsOf("org.eclipse.angus/smtp")).containsExactly(System.getProperty("expected.angus.version"));
        assertThat(versionsOf("jakarta.mail/jakarta.mail-api"))
                .containsExactly(System.getProperty("expected.mail-api.version"));
    }

    @Test
    void takesOurTransportsAndKeepsThemWhatTheyWere() throws MessagingException {
        Session session = Session.getInstance(new Properties());
        assertThat(session.getTransport("smtp"))
                .isExactlyInstanceOf(RetryingSmtpTransport.class)
                .isInstanceOf(SMTPTransport.class);
        assertThat(session.getTransport("smtps")).isExactlyInstanceOf(RetryingSmtpsTransport.class);
    }

    @Test
    void triesAgainAtEveryStageOfTheDialogue() throws MessagingException {
        try (var server = Library.reluctantServer()) {
            Transport.send(message(session(server), "a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
        }
    }

    /** A session that trusts the server by the name in its certificate. */
    private static Session tlsSession(ScriptedSmtpServer server, String protocol, String host) {
        Properties properties = Library.impatient(server, protocol);
        properties.setProperty("mail." + protocol + ".host", host);
        properties.put(
                "mail." + protocol + ".ssl.socketFactory",
                ScriptedSmtpServer.clientSslContext().getSocketFactory());
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
        properties.setProperty("mail.transport.protocol.rfc822", protocol);
        return Session.getInstance(properties);
    }

    @Test
    void triesAgainInsideOfTls() throws MessagingException {
        try (var server = Library.reluctant().implicitTls().start()) {
            Transport.send(message(tlsSession(server, "smtps", "localhost"), "a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void triesAgainAfterStartTls() throws MessagingException {
        try (var server = Library.reluctant().requireStartTls().start()) {
            Transport.send(message(tlsSession(server, "smtp", "localhost"), "a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "expected.angus.version", matches = "2\\.0\\.[012]")
    void saysThatAnAddressIsNotInTheCertificateWhereAngusMailFindsNamesOnly() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().requireStartTls().start()) {
            MimeMessage message = message(tlsSession(server, "smtp", server.host()), "a@rcv.example");
            assertThatThrownBy(() -> Transport.send(message)).satisfies(e -> assertThat(
                            MailFailure.of(e).orElseThrow().verdict().reason())
                    .isEqualTo(Reason.CERTIFICATE_UNTRUSTED));
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void sendsToTheOthersAndNamesWhoIsUnknown() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("b@rcv.example"), Action.reply("550 5.1.1 No such user here"))
                .start()) {
            MimeMessage message = message(session(server), "a@rcv.example", "b@rcv.example", "c@rcv.example");
            MailDeliveryException failure =
                    catchThrowableOfType(MailDeliveryException.class, () -> Transport.send(message));
            assertThat(failure.getInvalidAddresses())
                    .extracting(Object::toString)
                    .containsExactly("b@rcv.example");
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void forgetsAFarewellThatFailed() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.QUIT, Occurrence.every(), Action.reset())
                .start()) {
            Transport.send(message(session(server), "a@rcv.example"));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void triesAWrongPasswordOnce() throws MessagingException {
        try (var server =
                ScriptedSmtpServer.builder().user("u", "right").requireAuth().start()) {
            Session session = session(server);
            session.getProperties().setProperty("mail.smtp.auth", "true");
            MimeMessage message = message(session, "a@rcv.example");
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> Transport.send(message, "u", "wrong"))
                        .isInstanceOf(AuthenticationFailedException.class);
            }
            assertThat(server.logins()).isEqualTo(1);
        }
    }

    @Test
    void refusesAnAddressThatSmugglesACommandInAnyVersion() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            MimeMessage message = message(session(server), "a@rcv.example");
            InternetAddress smuggler = new InternetAddress();
            smuggler.setAddress("a@rcv.example>\r\nRCPT TO:<victim@rcv.example");
            assertThatThrownBy(() -> Transport.send(message, new InternetAddress[] {smuggler}))
                    .isInstanceOf(MessagingException.class)
                    .hasMessageContaining("smuggle");
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @Test
    void carriesManyMessagesOverAFewConnections() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.MAIL,
                        Occurrence.nth(3),
                        Action.reply("421 4.4.2 Idle").thenClose())
                .start()) {
            Session session = session(server);
            List<MimeMessage> messages = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                messages.add(message(session, "r" + i + "@rcv.example"));
            }
            try (BulkSender sender = BulkSender.builder(session).lanes(2).build()) {
                BulkReport report = sender.sendAll(messages.iterator());
                assertThat(report.toString()).contains("10");
            }
            assertThat(server.acceptedCount()).isEqualTo(10);
        }
    }
}

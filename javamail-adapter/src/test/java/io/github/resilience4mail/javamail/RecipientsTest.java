/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;

/** Whom a message goes to, and in whose name. */
class RecipientsTest {

    private static List<String> commands(ScriptedSmtpServer server, String verb) {
        return server.transcript(1).stream()
                .filter(line -> line.startsWith(verb))
                .toList();
    }

    @Test
    void whoIsNamedTwiceGetsOneMessage() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            MimeMessage message = new Mail(server).message("jane@rcv.example", "jane@RCV.example");
            message.addRecipient(Message.RecipientType.CC, new InternetAddress("Jane <jane@rcv.example>"));
            Transport.send(message);

            assertThat(commands(server, "RCPT")).hasSize(1);
        }
    }

    @Test
    void localPartsMayDifferByCase() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Transport.send(new Mail(server).message("jane@rcv.example", "Jane@rcv.example"));

            assertThat(server.accepted())
                    .extracting(Accepted::recipient)
                    .containsExactly("jane@rcv.example", "Jane@rcv.example");
        }
    }

    @Test
    void theMembersOfAGroupGetIt() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            MimeMessage message = mail.message("a@rcv.example");
            Transport.send(message, InternetAddress.parse("friends: b@rcv.example, a@rcv.example;, c@rcv.example"));

            assertThat(server.accepted())
                    .extracting(Accepted::recipient)
                    .containsExactly("b@rcv.example", "a@rcv.example", "c@rcv.example");
        }
    }

    @Test
    void eachMessageKeepsAnEnvelopeSenderOfItsOwn() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            // several threads that wait would drive a fake clock past every deadline
            Session session = new Mail(server)
                    .with("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()))
                    .session();
            try (BulkSender sender = BulkSender.builder(session).lanes(1).build()) {
                for (String name : List.of("ann", "bob")) {
                    SMTPMessage message = new SMTPMessage(Mail.message(session, name + "@rcv.example"));
                    message.setEnvelopeFrom("bounces+" + name + "=rcv.example@client.example");
                    assertThat(sender.submit(message)
                                    .orTimeout(20, TimeUnit.SECONDS)
                                    .join()
                                    .isDelivered())
                            .isTrue();
                }
            }

            assertThat(commands(server, "MAIL"))
                    .satisfiesExactly(
                            first -> assertThat(first).contains("<bounces+ann=rcv.example@client.example>"),
                            second -> assertThat(second).contains("<bounces+bob=rcv.example@client.example>"));
        }
    }

    @Test
    void theSessionsEnvelopeSenderIsKeptThroughAllAttempts() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Transport.send(new Mail(server)
                    .with("mail.smtp.from", "bounces@client.example")
                    .message("a@rcv.example"));

            assertThat(commands(server, "MAIL")).hasSize(2).allMatch(line -> line.contains("<bounces@client.example>"));
        }
    }
}

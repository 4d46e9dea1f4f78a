/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a message says about its sending, and its bytes do not, after it was in the database. */
class EnvelopeTest {

    @Nested
    class OnH2 extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.h2();
        }
    }

    @Nested
    class OnPostgreSql extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.postgres();
        }
    }

    private static SMTPMessage message(String to) throws MessagingException {
        return new SMTPMessage(Mail.message(to));
    }

    /** The commands of a kind that the server has heard, on all connections. */
    private static List<String> heard(ScriptedSmtpServer server, String verb) {
        return IntStream.rangeClosed(1, server.connections())
                .mapToObj(server::transcript)
                .flatMap(List::stream)
                .filter(line -> line.startsWith(verb))
                .toList();
    }

    @Test
    void aLineBreakInAnOptionIsRefusedBeforeAnythingIsKept() throws Exception {
        SMTPMessage sender = message("a@rcv.example");
        sender.setEnvelopeFrom("bounce@snd.example>\r\nRCPT TO:<victim@rcv.example");
        assertThatThrownBy(() -> OutboxMessage.of(sender))
                .isInstanceOf(MessagingException.class)
                .hasMessage("the envelope sender of the message has a line break or another control character in it:"
                        + " take it out");
        SMTPMessage extension = message("a@rcv.example");
        extension.setMailExtension("X=1\nDATA");
        assertThatThrownBy(() -> OutboxMessage.of(extension)).hasMessageStartingWith("the mail extension");
        SMTPMessage submitter = message("a@rcv.example");
        submitter.setSubmitter("a\rb");
        assertThatThrownBy(() -> OutboxMessage.of(submitter)).hasMessageStartingWith("the submitter");
    }

    @Test
    void anOptionThatNoCommandHasRoomForIsRefused() throws Exception {
        SMTPMessage sender = message("a@rcv.example");
        sender.setEnvelopeFrom("b".repeat(990) + "@snd.example");
        assertThatThrownBy(() -> OutboxMessage.of(sender))
                .hasMessageContaining("998")
                .hasMessageContaining("shorten");
    }

    abstract static class Behaviour {

        private Database database;

        abstract Database open() throws Exception;

        @BeforeEach
        void openDatabase() throws Exception {
            database = open();
        }

        @AfterEach
        void closeDatabase() throws Exception {
            if (database != null) {
                database.close();
            }
        }

        private MailOutbox outbox(Session session) {
            return MailOutbox.builder(database.dataSource(), session)
                    .sweep(Duration.ofMillis(100))
                    .idle(Duration.ofMillis(100))
                    .build();
        }

        @Test
        void theEnvelopeSenderAndTheNoticesItWantsAreThoseOfTheMessage() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .capability("DSN")
                            .capability("AUTH PLAIN")
                            .start();
                    MailOutbox outbox = outbox(Mail.session(server))) {
                SMTPMessage message = message("a@rcv.example");
                message.setHeader("Message-ID", "<1@snd.example>");
                message.setEnvelopeFrom("bounce+1@snd.example");
                message.setNotifyOptions(SMTPMessage.NOTIFY_FAILURE | SMTPMessage.NOTIFY_DELAY);
                message.setReturnOption(SMTPMessage.RETURN_HDRS);
                message.setMailExtension("ENVID=order-7");
                message.setSubmitter("shop@snd.example");
                outbox.enqueue(message);
                outbox.start();
                Mail.until(() -> server.acceptedCount() == 1);
                assertThat(heard(server, "MAIL"))
                        .singleElement()
                        .asString()
                        .startsWith("MAIL FROM:<bounce+1@snd.example>")
                        .contains("RET=HDRS", "ENVID=order-7", "AUTH=shop@snd.example");
                assertThat(heard(server, "RCPT")).containsExactly("RCPT TO:<a@rcv.example> NOTIFY=FAILURE,DELAY");
                assertThat(server.accepted()).extracting(Accepted::messageId).containsExactly("<1@snd.example>");
            }
        }

        @Test
        void aMessageThatSaysNothingLeavesItToTheSessionThatSendsIt() throws Exception {
            try (var server = ScriptedSmtpServer.builder().capability("DSN").start()) {
                Session session = Mail.session(server);
                session.getProperties().put("mail.smtp.from", "session@snd.example");
                try (MailOutbox outbox = outbox(session)) {
                    outbox.enqueue(Mail.message("a@rcv.example"));
                    outbox.enqueue(message("b@rcv.example"));
                    outbox.start();
                    Mail.until(() -> server.acceptedCount() == 2);
                    assertThat(heard(server, "MAIL"))
                            .allMatch(line -> line.startsWith("MAIL FROM:<session@snd.example>"))
                            .noneMatch(line -> line.contains("RET="));
                    assertThat(heard(server, "RCPT")).noneMatch(line -> line.contains("NOTIFY="));
                }
            }
        }

        @Test
        void eachOfManyPersonalMessagesKeepsItsOwnSenderAndNever() throws Exception {
            try (var server = ScriptedSmtpServer.builder().capability("DSN").start();
                    MailOutbox outbox = outbox(Mail.session(server));
                    Connection connection = database.dataSource().getConnection()) {
                List<OutboxMessage> all = new ArrayList<>();
                for (String name : List.of("ann", "bob", "eve")) {
                    SMTPMessage message = message(name + "@rcv.example");
                    message.setEnvelopeFrom("news+" + name + "=rcv.example@snd.example");
                    message.setNotifyOptions(SMTPMessage.NOTIFY_NEVER);
                    all.add(OutboxMessage.of(message).withPriority(1).withIdempotencyKey("issue 7, " + name));
                }
                connection.setAutoCommit(false);
                assertThat(outbox.enqueueAll(connection, all.iterator())).isEqualTo(3);
                connection.commit();
                outbox.start();
                Mail.until(() -> server.acceptedCount() == 3);
                assertThat(heard(server, "MAIL"))
                        .extracting(line -> line.replaceAll(">.*", ">"))
                        .containsExactlyInAnyOrder(
                                "MAIL FROM:<news+ann=rcv.example@snd.example>",
                                "MAIL FROM:<news+bob=rcv.example@snd.example>",
                                "MAIL FROM:<news+eve=rcv.example@snd.example>");
                assertThat(heard(server, "RCPT")).hasSize(3).allMatch(line -> line.endsWith(" NOTIFY=NEVER"));
            }
        }

        @Test
        void aMessageConvertedTo8BitsKeepsItsMessageId() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .capability("8BITMIME")
                            .keepMessages()
                            .start();
                    MailOutbox outbox = outbox(Mail.session(server))) {
                MimeMessage text = Mail.message("a@rcv.example");
                text.setText("Grüße", "UTF-8");
                text.setHeader("Content-Transfer-Encoding", "quoted-printable");
                text.saveChanges();
                SMTPMessage message = new SMTPMessage(text);
                message.setAllow8bitMIME(true);
                outbox.enqueue(message);
                outbox.start();
                Mail.until(() -> server.acceptedCount() == 1);
                assertThat(server.accepted()).extracting(Accepted::messageId).containsExactly(text.getMessageID());
                assertThat(Stream.of(new String(server.messages().get(0), "UTF-8")))
                        .allMatch(mail -> mail.contains("Grüße"));
            }
        }
    }
}

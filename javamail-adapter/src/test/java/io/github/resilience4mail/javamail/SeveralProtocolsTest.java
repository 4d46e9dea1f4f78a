/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static io.github.resilience4mail.engine.Outcome.DELIVERED;
import static io.github.resilience4mail.engine.Outcome.GIVEN_UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Provider;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.NewsAddress;
import org.junit.jupiter.api.Test;

/** {@code Transport.send} splits a message whose addresses belong to several protocols, and merges what came of it. */
class SeveralProtocolsTest {

    private static final NewsAddress GROUP = new NewsAddress("comp.mail.misc");

    /** Another protocol's transport, which gets its message or does not. */
    public static final class NewsTransport extends Transport {

        public NewsTransport(Session session, URLName url) {
            super(session, url);
        }

        @Override
        protected boolean protocolConnect(String host, int port, String user, String password) {
            return true;
        }

        @Override
        public void sendMessage(Message message, Address[] addresses) throws MessagingException {
            if (Boolean.parseBoolean(session.getProperty("test.news.fails"))) {
                throw new SendFailedException("no such group", null, null, null, addresses);
            }
        }
    }

    private static MimeMessage message(Mail mail, String... to) throws MessagingException {
        Session session = mail.session();
        session.addProvider(
                new Provider(Provider.Type.TRANSPORT, "nntp-post", NewsTransport.class.getName(), "test", null));
        session.setProtocolForAddress("news", "nntp-post");
        MimeMessage message = Mail.message(session, to);
        message.addRecipient(MimeMessage.RecipientType.NEWSGROUPS, GROUP);
        return message;
    }

    @Test
    void nothingIsThrownWhereEachProtocolHasDelivered() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Transport.send(message(new Mail(server), "a@rcv.example", "b@rcv.example"));

            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void whatTheOtherProtocolCouldNotDeliverDoesNotTouchWhoWasAcceptedHere() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            MimeMessage message = message(new Mail(server).with("test.news.fails", "true"), "a@rcv.example");

            SendFailedException failure =
                    catchThrowableOfType(SendFailedException.class, () -> Transport.send(message));

            assertThat(failure.getInvalidAddresses()).containsExactly(GROUP);
            // Jakarta Mail merges what failed, and says nothing of those whose transport had nothing to complain of
            assertThat(failure.getValidUnsentAddresses()).isNull();
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void ourReportIsFoundInTheMergedException() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("b@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            MimeMessage message = message(new Mail(server), "a@rcv.example", "b@rcv.example");

            SendFailedException failure =
                    catchThrowableOfType(SendFailedException.class, () -> Transport.send(message));

            assertThat(failure.getValidSentAddresses()).containsExactly(new InternetAddress("a@rcv.example"));
            assertThat(failure.getInvalidAddresses()).containsExactly(new InternetAddress("b@rcv.example"));
            assertThat(failure.getNextException()).isInstanceOfSatisfying(MailDeliveryException.class, ours -> {
                assertThat(ours.getReport().with(DELIVERED)).hasSize(1);
                assertThat(ours.getReport().with(GIVEN_UP)).hasSize(1);
            });
        }
    }
}

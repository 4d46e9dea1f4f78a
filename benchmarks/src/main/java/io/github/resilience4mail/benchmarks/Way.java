/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;

/** The ways of using a connection. */
enum Way {
    /** One transport, kept open. */
    KEPT("one connection, kept open") {
        @Override
        Sender sender(Session session) throws MessagingException {
            Transport transport = session.getTransport("smtp");
            transport.connect();
            return new Sender() {
                @Override
                public void send(MimeMessage message) throws MessagingException {
                    transport.sendMessage(message, message.getAllRecipients());
                }

                @Override
                public void close() throws MessagingException {
                    transport.close();
                }
            };
        }
    },

    /** {@code Transport.send}: a connection for each message. */
    STATIC("Transport.send") {
        @Override
        Sender sender(Session session) {
            return Transport::send;
        }
    };

    private static final int LINES = 24;
    private static final String LINE = "Dear reader, this is one of the lines of which a small message is made up.\r\n";

    /** The text of each message, 2 KB. */
    static final String TEXT = LINE.repeat(LINES);

    private final String title;

    Way(String title) {
        this.title = title;
    }

    /** Sends, until it is closed. */
    @FunctionalInterface
    interface Sender extends AutoCloseable {
        void send(MimeMessage message) throws MessagingException;

        @Override
        default void close() throws MessagingException {}
    }

    abstract Sender sender(Session session) throws MessagingException;

    String title() {
        return title;
    }

    /** Messages of 2 KB, saved. */
    static List<MimeMessage> messages(Session session, int count) throws MessagingException {
        List<MimeMessage> messages = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            MimeMessage message = new MimeMessage(session);
            message.setFrom("shop@client.example");
            message.setRecipient(Message.RecipientType.TO, new InternetAddress("jane" + i + "@rcv.example"));
            message.setSubject("Your order no. " + i);
            message.setText(TEXT);
            message.saveChanges();
            messages.add(message);
        }
        return messages;
    }
}

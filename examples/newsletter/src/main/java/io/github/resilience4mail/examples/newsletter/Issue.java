/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/** One issue of the newsletter, of which each subscriber gets a message of their own, made when its turn comes. */
final class Issue {

    private static final String TEMPLATE = "issue.txt";
    private static final String SUBJECT = "Letters that arrive, no. 1";

    private final Session session;
    private final String sender;
    private final Instant date;
    private final boolean tracingBounces;
    private final String template = template();

    /**
     * @param tracingBounces whether each envelope has a sender of its own, by which a bounce tells whom it is about;
     *     the sender's domain must take mail for all of them
     */
    Issue(Session session, String sender, Instant date, boolean tracingBounces) {
        this.session = session;
        this.sender = sender;
        this.date = date;
        this.tracingBounces = tracingBounces;
    }

    private static String template() {
        try (InputStream in = Objects.requireNonNull(Issue.class.getResourceAsStream(TEMPLATE), TEMPLATE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message for one subscriber, who is number {@code number} of this run. */
    SMTPMessage messageTo(String subscriber, int number) throws MessagingException {
        Identified message = new Identified(session, messageId(number));
        message.setFrom(new InternetAddress(sender));
        message.setRecipient(RecipientType.TO, new InternetAddress(subscriber));
        message.setSubject(SUBJECT + ": for " + nameOf(subscriber), "UTF-8");
        message.setSentDate(Date.from(date));
        message.setHeader(
                "List-Unsubscribe", "<mailto:" + sender + "?subject=unsubscribe%20" + encoded(subscriber) + ">");
        message.setText(template.replace("{name}", nameOf(subscriber)).replace("{address}", subscriber), "UTF-8");
        if (tracingBounces) {
            message.setEnvelopeFrom(returnPath(subscriber));
        }
        message.saveChanges();
        return message;
    }

    /** What tells one issue from another: its words, and who sends it. */
    static String identity(String sender) {
        return sender + "\n" + SUBJECT + "\n" + template();
    }

    /** The same for a subscriber in each run, so that a receiver can tell that a second copy is one. */
    String messageId(int number) {
        return "<" + number + "." + Long.toString(date.toEpochMilli(), 36) + sender.substring(sender.lastIndexOf('@'))
                + ">";
    }

    /** What it is sent by. */
    Session session() {
        return session;
    }

    /** The number of the subscriber whose message has this identity. */
    static int numberOf(String messageId) {
        return Integer.parseInt(messageId.substring(1, messageId.indexOf('.')));
    }

    /** {@code bounces+reader=example.net@news.example}. */
    private String returnPath(String subscriber) {
        return "bounces+" + subscriber.replace('@', '=') + sender.substring(sender.lastIndexOf('@'));
    }

    private static String nameOf(String subscriber) {
        return subscriber.substring(0, subscriber.lastIndexOf('@'));
    }

    private static String encoded(String subscriber) {
        return URLEncoder.encode(subscriber, StandardCharsets.UTF_8);
    }

    /** A message that keeps the identity it was given. */
    private static final class Identified extends SMTPMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is to be sent: messages that are the same but for their number. */
final class Draft {

    private static final String NUMBER = "{n}";
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final InternetAddress from;
    private final List<String> to;
    private final @Nullable String subject;
    private final Content content;
    private final int count;
    /** Tells the messages of this run from those of all others. */
    private final String run = UUID.randomUUID().toString();

    /**
     * What is in it: a message from a file, or else a text.
     *
     * @param eml the message, or null
     * @param body the text
     */
    record Content(@Nullable EmlFile eml, String body) {}

    private Draft(InternetAddress from, List<String> to, @Nullable String subject, Content content, int count) {
        this.from = from;
        this.to = List.copyOf(to);
        this.subject = subject;
        this.content = content;
        this.count = count;
    }

    /**
     * Checks all of it before anything is sent.
     *
     * @throws UsageException with one sentence that names what is wrong and the cure
     */
    static Draft of(InternetAddress from, List<String> to, @Nullable String subject, Content content, int count)
            throws UsageException {
        UsageException.require(
                subject == null || subject.chars().noneMatch(Character::isISOControl),
                "--subject contains a line end or another control character: remove it, it could smuggle in a header");
        UsageException.require(count >= 1, "--count is 1 or more, not " + count);
        Draft draft = new Draft(from, to, subject, content, count);
        Collection<InternetAddress> unused = draft.checkedRecipients(count);
        return draft;
    }

    int count() {
        return count;
    }

    /** What MAIL FROM names. */
    String envelopeFrom() {
        return from.getAddress();
    }

    /** Whom one of the messages goes to, each mailbox once. A number has never made an address wrong. */
    InternetAddress[] recipients(int number) {
        try {
            return checkedRecipients(number).toArray(InternetAddress[]::new);
        } catch (UsageException e) {
            throw new IllegalStateException(e);
        }
    }

    private Collection<InternetAddress> checkedRecipients(int number) throws UsageException {
        Map<String, InternetAddress> recipients = new LinkedHashMap<>();
        for (String template : to) {
            InternetAddress address = MailAddress.parse("--to", numbered(template, number));
            recipients.putIfAbsent(address.getAddress(), address);
        }
        return recipients.values();
    }

    private static String numbered(String template, int number) {
        return template.replace(NUMBER, String.valueOf(number));
    }

    /** The identity of one of the messages: that of the file if there is just one, else its own. */
    String messageId(int number) {
        String own = content.eml() == null || count > 1 ? null : content.eml().messageId();
        String domain = from.getAddress().substring(from.getAddress().lastIndexOf('@'));
        return own == null ? "<" + run + "." + number + domain + ">" : own;
    }

    /** One of the messages. */
    MimeMessage message(Session session, int number, Instant date) throws MessagingException {
        EmlFile eml = content.eml();
        MimeMessage message = eml == null ? text(session, number, date) : copy(eml, session, date);
        if (subject != null) {
            message.setSubject(numbered(subject, number), UTF_8);
        }
        if (eml == null) {
            // afterwards it would make up an identity of its own
            message.saveChanges();
        }
        message.setHeader("Message-ID", messageId(number));
        return message;
    }

    private MimeMessage text(Session session, int number, Instant date) throws MessagingException {
        MimeMessage message = new WithoutIdentity(session);
        message.setFrom(from);
        message.setRecipients(RecipientType.TO, recipients(number));
        message.setSentDate(Date.from(date));
        message.setText(content.body(), UTF_8);
        return message;
    }

    private MimeMessage copy(EmlFile eml, Session session, Instant date) throws MessagingException {
        MimeMessage message = eml.message(session);
        // RFC 5322 section 3.6 demands these two, and whoever submits a message without them for delivery adds them
        if (message.getHeader("From") == null) {
            message.setFrom(from);
        }
        if (message.getHeader("Date") == null) {
            message.setSentDate(Date.from(date));
        }
        return message;
    }

    /** A message that gets its identity from outside; to make one up, the name of this machine would be looked for. */
    private static final class WithoutIdentity extends MimeMessage {

        WithoutIdentity(Session session) {
            super(session);
        }

        @Override
        protected void updateMessageID() {}
    }
}

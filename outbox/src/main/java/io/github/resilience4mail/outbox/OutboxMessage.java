/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.MessageOptions;
import io.github.resilience4mail.javamail.SmtpLane;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A message to enqueue: its bytes, from and to whom, and how urgent. Immutable. */
public final class OutboxMessage {

    static final int LONGEST_ADDRESS = 400;
    private static final int LONGEST_KEY = 200;

    private final String messageId;
    private final byte[] body;
    private final MessageOptions options;
    private final List<String> recipients;
    private final int priority;
    private final @Nullable String idempotencyKey;

    private OutboxMessage(
            String messageId,
            byte[] body,
            MessageOptions options,
            List<String> recipients,
            int priority,
            @Nullable String idempotencyKey) {
        this.messageId = messageId;
        this.body = body;
        this.options = options;
        this.recipients = recipients;
        this.priority = priority;
        this.idempotencyKey = idempotencyKey;
    }

    /**
     * A message of priority 0. Its bytes are taken now: what is changed later is not sent. What an Angus
     * {@code SMTPMessage} says beside them goes with them: envelope sender, notices (DSN), partial sending and the like.
     *
     * @param message to send; without a Message-ID it gets one
     * @param recipients whom to; none means those named in its headers
     * @return the message
     * @throws MessagingException if an address cannot be sent to, an option of the message cannot be part of a command, or the
     *     message cannot be written, in one sentence
     */
    public static OutboxMessage of(MimeMessage message, Address... recipients) throws MessagingException {
        List<String> to = SmtpLane.recipients(recipients.length == 0 ? message.getAllRecipients() : recipients);
        for (String address : to) {
            if (address.length() > LONGEST_ADDRESS) {
                throw new MessagingException("a recipient's address has " + address.length()
                        + " characters: no server takes more than 320 (RFC 5321 section 4.5.3.1)");
            }
        }
        MessageOptions options = MessageOptions.of(message);
        if (message.getMessageID() == null) {
            message.saveChanges();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            message.writeTo(bytes, new String[] {"Bcc"});
        } catch (IOException e) {
            throw new MessagingException("the message cannot be written: " + e.getMessage(), e);
        }
        return new OutboxMessage(message.getMessageID(), bytes.toByteArray(), options, to, 0, null);
    }

    /**
     * Sets who goes first.
     *
     * @param value higher goes first, whatever waits longer; default 0
     * @return a message that differs in this
     */
    public OutboxMessage withPriority(int value) {
        return new OutboxMessage(messageId, body, options, recipients, value, idempotencyKey);
    }

    /**
     * Sets by what the same request is known again: of several messages with one key the first counts.
     *
     * @param key of 1 to 200 characters
     * @return a message that differs in this
     */
    public OutboxMessage withIdempotencyKey(String key) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + LONGEST_KEY + " characters, not " + key.length());
        }
        return new OutboxMessage(messageId, body, options, recipients, priority, key);
    }

    /**
     * Sets whom to.
     *
     * @param addresses whom to, at least one
     * @return a message that differs in this, with the same bytes and the same Message-ID
     * @throws MessagingException if an address cannot be sent to, in one sentence
     */
    public OutboxMessage to(Address... addresses) throws MessagingException {
        return new OutboxMessage(messageId, body, options, SmtpLane.recipients(addresses), priority, idempotencyKey);
    }

    /** {@return the Message-ID, in its brackets} */
    public String messageId() {
        return messageId;
    }

    /** {@return whom to} */
    public List<String> recipients() {
        return recipients;
    }

    /** {@return how many bytes it has} */
    public int size() {
        return body.length;
    }

    byte[] body() {
        return body;
    }

    MessageOptions options() {
        return options;
    }

    int priority() {
        return priority;
    }

    @Nullable
    String idempotencyKey() {
        return idempotencyKey;
    }

    @Override
    public String toString() {
        return "message " + messageId + " of " + body.length + " bytes to " + recipients.size() + " recipients";
    }
}

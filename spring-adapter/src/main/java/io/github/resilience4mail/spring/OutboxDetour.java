/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxMessage;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * What a {@link JavaMailSenderImpl} does, into the outbox. All overloads of {@code send} come down to the one for several
 * MIME messages. Those that can be sent at all are taken in; the others are named by the exception, as the sender does.
 */
final class OutboxDetour implements JavaMailSender {

    private final JavaMailSenderImpl sender;
    private final OutboxMailSender outbox;

    OutboxDetour(JavaMailSenderImpl sender, OutboxMailSender outbox) {
        this.sender = sender;
        this.outbox = outbox;
    }

    @Override
    public MimeMessage createMimeMessage() {
        return sender.createMimeMessage();
    }

    @Override
    public MimeMessage createMimeMessage(InputStream contentStream) throws MailException {
        return sender.createMimeMessage(contentStream);
    }

    @Override
    public void send(MimeMessage... messages) throws MailException {
        send(messages, messages);
    }

    @Override
    public void send(SimpleMailMessage... messages) throws MailException {
        MimeMessage[] mimes = new MimeMessage[messages.length];
        for (int i = 0; i < messages.length; i++) {
            mimes[i] = SimpleMessages.mime(sender, messages[i]);
        }
        send(mimes, messages);
    }

    private void send(MimeMessage[] messages, Object[] originals) {
        List<OutboxMessage> taken = new ArrayList<>();
        Map<Object, Exception> failed = new LinkedHashMap<>();
        for (int i = 0; i < messages.length; i++) {
            try {
                taken.add(finished(messages[i]));
            } catch (MessagingException e) {
                failed.put(originals[i], e);
            }
        }
        enqueue(taken, originals);
        if (!failed.isEmpty()) {
            throw new MailSendException(failed);
        }
    }

    /** As the sender does it. */
    private OutboxMessage finished(MimeMessage message) throws MessagingException {
        if (message.getSentDate() == null) {
            message.setSentDate(
                    Date.from(new SenderSession(sender).runtime().timekeeper().now()));
        }
        String messageId = message.getMessageID();
        message.saveChanges();
        if (messageId != null) {
            message.setHeader("Message-ID", messageId);
        }
        if (message.getAllRecipients() == null) {
            throw new MessagingException("the message has no recipient: set To, Cc or Bcc");
        }
        return OutboxMessage.of(message);
    }

    private void enqueue(List<OutboxMessage> taken, Object[] originals) {
        if (taken.isEmpty()) {
            return;
        }
        try {
            long unused = outbox.enqueue(taken.toArray(OutboxMessage[]::new));
        } catch (OutboxException | DataAccessException e) {
            Map<Object, @Nullable Exception> all = new LinkedHashMap<>();
            for (Object original : originals) {
                all.put(original, e);
            }
            throw new MailSendException(String.valueOf(e.getMessage()), e, all);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.DeliveryReport;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * What a {@link JavaMailSenderImpl} does, with exceptions that say exactly which messages have failed. All overloads of
 * {@code send} come down to the one for several MIME messages, which keep their connection; those that are not here are
 * Spring's defaults.
 */
final class ExactMailSender implements JavaMailSender {

    private final JavaMailSenderImpl sender;
    private final MessageIdMemory messageIds;

    ExactMailSender(JavaMailSenderImpl sender, MessageIdMemory messageIds) {
        this.sender = sender;
        this.messageIds = messageIds;
    }

    /** Whether it is the one to which all others come down. */
    static boolean endsIn(Method send) {
        return send.getParameterCount() == 1 && send.getParameterTypes()[0] == MimeMessage[].class;
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
            mimes[i] = mime(messages[i]);
        }
        send(mimes, messages);
    }

    private MimeMessage mime(SimpleMailMessage message) {
        MimeMessage mime = SimpleMessages.mime(sender, message);
        try {
            String known = messageIds.idOf(message).orElse(null);
            if (known != null) {
                mime.setHeader("Message-ID", known);
            }
        } catch (MessagingException e) {
            throw new MailParseException(e);
        }
        return mime;
    }

    private void send(MimeMessage[] messages, Object[] originals) {
        MailException thrown = null;
        List<@Nullable DeliveryReport> reports;
        try (Recording recording = new Recording(new SenderSession(sender).runtime())) {
            try {
                sender.send(messages);
            } catch (MailSendException | MailAuthenticationException e) {
                thrown = e;
            }
            reports = recording.reportsOf(messages);
        }
        SendResult result = new SendResult(messages, originals, reports, thrown, new SenderSession(sender).locale());
        remember(messages, originals, result);
        result.throwIfFailed();
    }

    private void remember(MimeMessage[] messages, Object[] originals, SendResult result) {
        for (int i = 0; i < messages.length; i++) {
            if (originals[i] instanceof SimpleMailMessage simple) {
                if (result.failure(i).isPresent()) {
                    messageIds.failed(simple, Recording.idOf(messages[i]));
                } else {
                    messageIds.delivered(simple);
                }
            }
        }
    }
}

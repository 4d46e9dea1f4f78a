/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Properties;

/** What an application puts around its mail: the guide's example. */
final class ShopMailer {

    private final Session session;

    ShopMailer(String host, int port, MailRetryPolicy policy, Timekeeper timekeeper) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.retry.policy", policy);
        properties.put("mail.smtp.retry.runtime", MailRuntime.with(timekeeper));
        session = Session.getInstance(properties);
    }

    void send(String from, List<String> to, String subject, String text) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(from));
        message.addRecipients(Message.RecipientType.TO, String.join(",", to));
        message.setSubject(subject);
        message.setText(text);
        Transport.send(message);
    }
}

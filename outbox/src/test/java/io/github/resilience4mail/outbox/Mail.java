/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Properties;
import java.util.function.BooleanSupplier;

/** Sessions and messages, and how to wait for something. */
final class Mail {

    private Mail() {}

    static Session session(ScriptedSmtpServer server) {
        return session(server.host(), server.port());
    }

    static Session session(String host, int port) {
        return session(host, port, Timekeeper.system());
    }

    static Session session(ScriptedSmtpServer server, Timekeeper timekeeper) {
        return session(server.host(), server.port(), timekeeper);
    }

    private static Session session(String host, int port, Timekeeper timekeeper) {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", host);
        properties.put("mail.smtp.port", String.valueOf(port));
        properties.put("mail.smtp.retry.runtime", MailRuntime.with(timekeeper));
        return Session.getInstance(properties);
    }

    static MimeMessage message(String... to) throws MessagingException {
        MimeMessage message = new MimeMessage((Session) null);
        message.setFrom("shop@snd.example");
        message.setSubject("Hello");
        message.setText("Good news.");
        for (String address : to) {
            message.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(address));
        }
        message.saveChanges();
        return message;
    }

    /** As long as the messages of the other benchmarks. */
    static MimeMessage ofTwoKilobytes(String to) throws MessagingException {
        MimeMessage message = message(to);
        message.setText("Good news, and more of it. ".repeat(64));
        message.saveChanges();
        return message;
    }

    /** Waits until it is so; a test that waits in vain is ended by its own limit. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Timekeeper.system().sleep(Duration.ofMillis(20));
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** What a test needs to send mail: a session on fake time, and messages. */
final class Mail {

    final FakeTimekeeper time;
    final MailRuntime runtime;
    final Properties properties = new Properties();

    Mail(ScriptedSmtpServer server) {
        this(server, new FakeTimekeeper());
    }

    Mail(ScriptedSmtpServer server, FakeTimekeeper time) {
        this.time = time;
        this.runtime = MailRuntime.with(time);
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", String.valueOf(server.port()));
        properties.put("mail.smtp.retry.runtime", runtime);
        properties.put("mail.smtp.localhost", "client.example");
    }

    Mail with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    Session session() {
        return Session.getInstance(properties);
    }

    MimeMessage message(String... to) throws MessagingException {
        return message(session(), to);
    }

    static MimeMessage message(Session session, String... to) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("sender@client.example"));
        for (String recipient : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        message.setSubject("A test");
        message.setText("The body of the test.\n");
        return message;
    }
}

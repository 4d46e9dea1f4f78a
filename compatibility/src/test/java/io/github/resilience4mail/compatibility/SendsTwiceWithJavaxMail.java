/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import java.util.Properties;
import javax.mail.Message;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

/** The same with {@code javax.mail}: it sends two messages, each with a session of its own, and says what it sees. */
public final class SendsTwiceWithJavaxMail {

    private SendsTwiceWithJavaxMail() {}

    /** Sends to a port of this machine. */
    public static void main(String[] args) {
        for (int i = 0; i < 2; i++) {
            try {
                Properties properties = new Properties();
                properties.setProperty("mail.smtp.host", "127.0.0.1");
                properties.setProperty("mail.smtp.port", args[0]);
                properties.setProperty("mail.smtp.localhost", "client.example");
                properties.setProperty("mail.smtp.retry.quick", "10ms");
                Session session = Session.getInstance(properties);
                MimeMessage message = new MimeMessage(session);
                message.setFrom(new InternetAddress("sender@client.example"));
                message.setRecipient(Message.RecipientType.TO, new InternetAddress("r" + i + "@rcv.example"));
                message.setText("Hello.\n");
                Transport.send(message);
                System.out.println("sent");
            } catch (Exception | LinkageError e) {
                System.out.println("failed: " + e);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** A program that sends two messages, each with a session of its own, and says what it sees. */
public final class SendsTwice {

    private SendsTwice() {}

    /** Sends to the port of this machine that is the first argument; the others are system properties. */
    public static void main(String[] args) {
        for (int i = 1; i < args.length; i++) {
            String[] property = args[i].split("=", 2);
            System.setProperty(property[0], property[1]);
        }
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.compatibility;

import io.github.resilience4mail.javamail.RetryingSmtpProvider;
import io.github.resilience4mail.javamail.RetryingSmtpsProvider;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;

/** An application in a container: resilience4mail is among its own jars, Jakarta Mail among the container's. */
public final class WebApplication {

    private WebApplication() {}

    /** Sends with the container's session as it is. */
    public static void send(Session session) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("sender@client.example"));
        message.setRecipients(MimeMessage.RecipientType.TO, "a@rcv.example");
        message.setText("Hello.\n");
        Transport.send(message);
    }

    /** Sends with the container's session, after having installed the retrying transport in it. */
    public static void installAndSend(Session session) throws MessagingException {
        // tag::install[]
        session.setProvider(new RetryingSmtpProvider());
        session.setProvider(new RetryingSmtpsProvider());
        // end::install[]
        send(session);
    }
}

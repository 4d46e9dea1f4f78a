/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import io.github.resilience4mail.javamail.RetryingSmtpProvider;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import jakarta.mail.MessagingException;
import jakarta.mail.Provider;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPProvider;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** The two that are compared. */
enum Side {
    /** Angus Mail's own transport, untouched. */
    PLAIN(new SMTPProvider(), SMTPTransport.class),
    /** Ours. */
    OURS(new RetryingSmtpProvider(), RetryingSmtpTransport.class);

    private final Provider provider;
    private final Class<? extends Transport> expected;

    Side(Provider provider, Class<? extends Transport> expected) {
        this.provider = provider;
        this.expected = expected;
    }

    /** A session like any other; the client's name is given, so that neither side asks for it in the DNS. */
    Session session(int port) throws MessagingException {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty("mail.smtp.localhost", "client.example");
        Session session = Session.getInstance(properties);
        session.setProvider(provider);
        if (session.getTransport("smtp").getClass() != expected) {
            throw new IllegalStateException(this + " would be measured with "
                    + session.getTransport("smtp").getClass());
        }
        return session;
    }
}

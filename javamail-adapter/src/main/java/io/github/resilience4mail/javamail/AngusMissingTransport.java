/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.URLName;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for {@link RetryingSmtpTransport} where there is no Angus Mail 2 to build on, and says so when it is used.
 * Without it, every session would fail with a class that is not found.
 */
public final class AngusMissingTransport extends Transport {

    /**
     * Called by Jakarta Mail.
     *
     * @param session the user's session
     * @param urlName where to connect to, or null
     */
    public AngusMissingTransport(Session session, URLName urlName) {
        super(session, urlName);
    }

    /**
     * Says what is missing.
     *
     * @throws MessagingException always
     */
    @Override
    public synchronized void connect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        throw new MessagingException(ClassPathCheck.missing());
    }

    /**
     * Says what is missing.
     *
     * @throws MessagingException always
     */
    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        throw new MessagingException(ClassPathCheck.missing());
    }
}

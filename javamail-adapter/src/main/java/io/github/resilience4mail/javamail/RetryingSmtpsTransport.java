/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Session;
import jakarta.mail.URLName;

/** {@link RetryingSmtpTransport} for {@code smtps}: TLS from the first byte (RFC 8314 section 3.3). */
public class RetryingSmtpsTransport extends RetryingSmtpTransport {

    /**
     * Called by Jakarta Mail.
     *
     * @param session the user's session
     * @param urlName where to connect to, or null
     */
    public RetryingSmtpsTransport(Session session, URLName urlName) {
        super(session, urlName, "smtps", true);
    }
}

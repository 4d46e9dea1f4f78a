/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Provider;

/**
 * Makes Jakarta Mail use {@link RetryingSmtpTransport} for {@code smtp}. The service loader finds it; where it cannot,
 * {@code Session.setProvider} installs it.
 */
public final class RetryingSmtpProvider extends Provider {

    /** Called by the service loader. */
    public RetryingSmtpProvider() {
        super(Type.TRANSPORT, "smtp", transport(), "resilience4mail", null);
        ClassPathCheck.once();
    }

    private static String transport() {
        // our transport cannot even be named where there is no Angus Mail
        return ClassPathCheck.hasAngus()
                ? RetryingSmtpTransport.class.getName()
                : ClassPathCheck.standIn("com.sun.mail.smtp.SMTPTransport");
    }
}

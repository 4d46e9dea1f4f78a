/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Provider;

/**
 * Makes Jakarta Mail use {@link RetryingSmtpsTransport} for {@code smtps}. The service loader finds it; where it cannot,
 * {@code Session.setProvider} installs it.
 */
public final class RetryingSmtpsProvider extends Provider {

    /** Called by the service loader. */
    public RetryingSmtpsProvider() {
        super(Type.TRANSPORT, "smtps", transport(), "resilience4mail", null);
        ClassPathCheck.once();
    }

    private static String transport() {
        // our transport cannot even be named where there is no Angus Mail
        return ClassPathCheck.hasAngus()
                ? RetryingSmtpsTransport.class.getName()
                : ClassPathCheck.standIn("com.sun.mail.smtp.SMTPSSLTransport");
    }
}

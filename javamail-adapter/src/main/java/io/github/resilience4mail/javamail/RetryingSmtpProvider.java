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
        super(Type.TRANSPORT, "smtp", RetryingSmtpTransport.class.getName(), "resilience4mail", null);
    }
}

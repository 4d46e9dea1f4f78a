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
        super(Type.TRANSPORT, "smtps", RetryingSmtpsTransport.class.getName(), "resilience4mail", null);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.MailOutbox;

/** A bean of this type sets what no property does, for example a policy of the outbox's own. It comes after the properties. */
@FunctionalInterface
public interface MailOutboxCustomizer {

    /**
     * Changes the outbox before it is built.
     *
     * @param builder set up by the properties
     */
    void customize(MailOutbox.Builder builder);
}

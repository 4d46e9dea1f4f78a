/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.RecipientReport;

/**
 * Is told of each recipient once, as soon as its outcome is final, also while others of the same message still wait.
 *
 * <p>Several threads may call at the same time; while a call lasts, a connection waits. What it throws is logged and
 * changes nothing.
 */
@FunctionalInterface
public interface RecipientListener {

    /**
     * One recipient has its outcome.
     *
     * @param messageId the Message-ID in its brackets; empty if the message has none
     * @param recipient how it ended
     */
    void onOutcome(String messageId, RecipientReport recipient);
}

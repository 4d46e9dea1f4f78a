/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

/** Is told what happens in the outbox, after it was recorded. What it throws is logged and changes nothing. */
@FunctionalInterface
public interface OutboxListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void on(OutboxEvent event);
}

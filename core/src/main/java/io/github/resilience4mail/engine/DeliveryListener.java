/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

/**
 * Is told of what happens to messages. Events of one message come in order; those of several messages come from several
 * threads at the same time.
 *
 * <p>The sending waits while a call lasts, so it should be short. What it throws is logged and changes nothing. Events of
 * later versions may be of types that are not known today: what a listener does not know it should ignore.
 */
@FunctionalInterface
public interface DeliveryListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void on(DeliveryEvent event);
}

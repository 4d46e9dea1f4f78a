/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.Nullable;

/**
 * Which recipients of an outbox are meant. Immutable.
 *
 * @param state only those in this state; null for any
 * @param destination only those of this destination; null for any
 */
public record OutboxFilter(@Nullable OutboxState state, @Nullable String destination) {

    /** {@return all of them} */
    public static OutboxFilter all() {
        return new OutboxFilter(null, null);
    }

    /**
     * Those in a state.
     *
     * @param state which
     * @return them, of any destination
     */
    public static OutboxFilter in(OutboxState state) {
        return new OutboxFilter(state, null);
    }

    /**
     * The same, of one destination only.
     *
     * @param name of the destination, as {@link OutboxRecipient#destination} has it
     * @return a filter that differs in this
     */
    public OutboxFilter at(String name) {
        return new OutboxFilter(state, name);
    }
}

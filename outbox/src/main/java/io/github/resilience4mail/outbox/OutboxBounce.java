/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What a bounce has changed in the outbox. Immutable.
 *
 * @param result what became of it
 * @param recipient whom it is about, as the row stands now; null unless the result is RECORDED, KNOWN or OPEN
 */
public record OutboxBounce(Result result, @Nullable OutboxRecipient recipient) {

    /** What became of a bounce. */
    public enum Result {
        /** The recipient's row was DELIVERED or UNKNOWN, and is GIVEN_UP now, with the verdict of the bounce. */
        RECORDED,
        /** The recipient had been given up before, by this bounce or otherwise. Nothing was changed. */
        KNOWN,
        /** The recipient has no outcome yet, or was taken out. Nothing was changed. */
        OPEN,
        /** The bounce is no failure, and changes nothing. */
        NO_FAILURE,
        /** Nobody in the outbox is meant. */
        NOT_FOUND,
        /** It cannot be told which of several recipients is meant. */
        AMBIGUOUS
    }
}

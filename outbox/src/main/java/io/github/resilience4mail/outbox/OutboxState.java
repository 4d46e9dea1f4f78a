/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

/** Where a recipient in the outbox stands. The names are what its row says. */
public enum OutboxState {
    /** Waits until it is due. */
    QUEUED,
    /** A lane has taken it, and sends to it next, or at this moment; or has, and has not recorded the outcome yet. */
    CLAIMED,
    /** Accepted by the server. */
    DELIVERED,
    /** It will not be accepted. */
    GIVEN_UP,
    /** Nobody can say whether it was accepted, and the policy does not send it again. */
    UNKNOWN,
    /** Waits until a person has put something right and releases it; it does not age meanwhile. */
    PARKED,
    /** Taken out by a person. */
    CANCELLED;

    /** {@return whether nothing more will happen to it by itself, and it may be purged} */
    public boolean isSettled() {
        return this == DELIVERED || this == GIVEN_UP || this == UNKNOWN || this == CANCELLED;
    }
}

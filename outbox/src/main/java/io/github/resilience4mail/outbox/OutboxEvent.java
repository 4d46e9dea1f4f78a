/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;

/** Something that a person may want to know of the outbox. Immutable; never a body or a credential. */
public sealed interface OutboxEvent {

    /** {@return when it happened} */
    Instant at();

    /**
     * A recipient has its outcome, or is parked.
     *
     * @param at when
     * @param recipient as it is recorded
     */
    record Settled(Instant at, OutboxRecipient recipient) implements OutboxEvent {}

    /**
     * A recipient waits for longer than the sender may expect (RFC 3461 section 4.1, DELAY). Told once.
     *
     * @param at when
     * @param recipient as it stands
     */
    record Delayed(Instant at, OutboxRecipient recipient) implements OutboxEvent {}

    /**
     * Nothing more is sent with the account until it is released.
     *
     * @param at when
     * @param why what was refused, printable
     */
    record AccountParked(Instant at, String why) implements OutboxEvent {}
}

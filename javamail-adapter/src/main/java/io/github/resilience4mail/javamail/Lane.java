/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Instant;

/** One SMTP connection's worth of work to one destination. Guarded by the lock of its scheduler, but for the transport. */
final class Lane {

    private final Destination destination;
    private final RetryingSmtpTransport transport;
    private boolean begun;
    private boolean counted = true;
    private boolean proven;
    private int messages;
    private Instant startedAt = Instant.EPOCH;

    Lane(Destination destination, RetryingSmtpTransport transport) {
        this.destination = destination;
        this.transport = transport;
        destination.laneOpened();
    }

    Destination destination() {
        return destination;
    }

    RetryingSmtpTransport transport() {
        return transport;
    }

    /** A thread works on it. Nothing the second time. */
    void begin() {
        if (!begun) {
            begun = true;
            destination.laneWakes();
        }
    }

    boolean hasBegun() {
        return begun;
    }

    /** Whether its present connection has carried a message to its destination. */
    boolean isProven() {
        return proven;
    }

    /** Counts an attempt; the connection may have been lost, and made again, in it. */
    void attempted(boolean accepted) {
        messages = transport.messagesOnConnection();
        proven = transport.isOpen() && (proven || accepted);
    }

    /** A message, or the connection for it, begins. */
    void start(Instant now) {
        startedAt = now;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** How many messages its present connection has carried. */
    int messages() {
        return messages;
    }

    /** Leaves the count of its destination; it will end. Nothing the second time. */
    void leave() {
        if (counted) {
            counted = false;
            begin();
            destination.laneClosed(this);
        }
    }

    /** Whether it has left. */
    boolean hasLeft() {
        return !counted;
    }
}

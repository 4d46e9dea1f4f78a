/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One SMTP connection's worth of work to one destination. Guarded by the lock of its scheduler, but for the transport. */
final class Lane {

    private final Destination destination;
    private final RetryingSmtpTransport transport;
    private boolean begun;
    private boolean counted = true;
    private boolean connecting = true;
    private boolean hasConnected;
    private boolean proven;
    private int messages;
    private Instant startedAt = Instant.EPOCH;
    private Instant connectingSince = Instant.MAX;
    private @Nullable BulkJob ahead;
    private Instant aheadSince = Instant.EPOCH;

    Lane(Destination destination, RetryingSmtpTransport transport) {
        this.destination = destination;
        this.transport = transport;
        destination.laneOpened(this);
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

    /** A message, or the connection for it, begins. */
    void start(Instant now) {
        startedAt = now;
        if (!transport.isOpen()) {
            connecting = true;
            connectingSince = now;
        }
    }

    /** The envelope of a job goes out before the message ahead of it is answered. */
    void sendsAhead(BulkJob job, Instant now) {
        ahead = job;
        aheadSince = now;
    }

    boolean hasAhead() {
        return ahead != null;
    }

    /** Since when; of no meaning without such a job. */
    Instant aheadSince() {
        return aheadSince;
    }

    /** That job, whose turn it is now, or null. */
    @Nullable
    BulkJob takeAhead() {
        BulkJob job = ahead;
        ahead = null;
        return job;
    }

    Instant startedAt() {
        return startedAt;
    }

    /** Whether nothing is known yet of the connection that it makes. */
    boolean isConnecting() {
        return connecting;
    }

    /** Its connection was made. */
    void connected() {
        connecting = false;
        hasConnected = true;
    }

    /** It has nothing to do. */
    void idles() {
        connecting = false;
        destination.laneIdles();
    }

    /** Whether it has had a connection. */
    boolean hasConnected() {
        return hasConnected;
    }

    /** Whether its connection was begun after another one's, or at the same time. */
    boolean isYoungerThan(Lane other) {
        return other != this && !other.connectingSince.isAfter(connectingSince);
    }

    /** Whether a message has been answered on its present connection. */
    boolean isProven() {
        return proven;
    }

    /** Counts an attempt; the connection may have been lost, and made again, in it. */
    void attempted(boolean answered) {
        connecting = false;
        messages = transport.messagesOnConnection();
        proven = transport.isOpen() && (proven || answered);
    }

    /** How many messages its present connection has carried. */
    int messages() {
        return messages;
    }

    /** Leaves the count of its destination; it will end. Nothing the second time. */
    void leave(Instant now) {
        if (counted) {
            counted = false;
            begin();
            destination.laneClosed(this, now);
        }
    }

    /** Whether it has left. */
    boolean hasLeft() {
        return !counted;
    }
}

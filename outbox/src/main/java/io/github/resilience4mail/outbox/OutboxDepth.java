/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Duration;
import java.time.Instant;

/**
 * How many recipients of a destination are in a state. Immutable.
 *
 * @param destination which
 * @param state which
 * @param recipients how many, 1 or more
 * @param oldest when the first of them was enqueued
 */
public record OutboxDepth(String destination, OutboxState state, long recipients, Instant oldest) {

    /**
     * Says for how long the oldest of them has been in the outbox.
     *
     * @param now the present
     * @return its age; zero if the clock of the machine that enqueued it is ahead
     */
    public Duration age(Instant now) {
        return oldest.isBefore(now) ? Duration.between(oldest, now) : Duration.ZERO;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.time.Duration;

/** How long it is worth waiting before the next attempt, where the server named no time itself. */
public enum DelayClass {
    /** At once: on a new connection, or with fewer recipients. */
    NOW(Duration.ZERO, Duration.ZERO),
    /** 1 to 5 minutes. */
    SHORT(Duration.ofMinutes(1), Duration.ofMinutes(5)),
    /** 5 to 15 minutes: greylists usually open after five (RFC 6647 section 5). */
    GREYLIST(Duration.ofMinutes(5), Duration.ofMinutes(15)),
    /** 15 to 60 minutes. */
    MEDIUM(Duration.ofMinutes(15), Duration.ofMinutes(60)),
    /** 2 to 6 hours. */
    LONG(Duration.ofHours(2), Duration.ofHours(6)),
    /** A day: a daily quota. */
    DAY(Duration.ofHours(24), Duration.ofHours(24));

    private final Duration shortest;
    private final Duration longest;

    DelayClass(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
    }

    /** {@return the first delay of this class, before jitter} */
    public Duration shortest() {
        return shortest;
    }

    /** {@return the delay that repeated failures grow to, before jitter} */
    public Duration longest() {
        return longest;
    }
}

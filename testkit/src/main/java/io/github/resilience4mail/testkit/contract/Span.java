/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.time.Duration;

/** From a shortest to a longest duration, both included. */
record Span(Duration least, Duration most) {

    /** A delay to which a policy's usual jitter may add a fifth. */
    static Span about(Duration delay) {
        return new Span(delay, delay.plus(delay.dividedBy(5)));
    }

    static Span seconds(long delay) {
        return about(Duration.ofSeconds(delay));
    }

    static Span minutes(long delay) {
        return about(Duration.ofMinutes(delay));
    }

    static Span between(Duration least, Duration most) {
        return new Span(least, most);
    }

    /** No time at all. */
    static Span atOnce() {
        return new Span(Duration.ZERO, Duration.ZERO);
    }

    boolean contains(Duration duration) {
        return duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0;
    }

    @Override
    public String toString() {
        return least.equals(most) ? least.toString() : least + " to " + most;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.OptionalDouble;

/**
 * How many messages a destination takes in a window of time. Immutable; times are milliseconds of the epoch.
 *
 * @param log when messages began
 * @param pausedUntil before which nothing begins
 * @param pause how long the next pause is for which the server names no end
 */
record RateLimit(StartLog log, long pausedUntil, long pause) {

    private static final long FIRST_PAUSE = 1_000;

    private static final long LONGEST_PAUSE = 900_000;

    static final RateLimit NONE = new RateLimit(StartLog.EMPTY, 0, FIRST_PAUSE);

    RateLimit started(long now) {
        return new RateLimit(log.plus(now), pausedUntil, pause);
    }

    RateLimit accepted() {
        return pause == FIRST_PAUSE ? this : new RateLimit(log, pausedUntil, FIRST_PAUSE);
    }

    /** The server has named the end of the pause. */
    RateLimit pausedFor(long wait, long now) {
        return new RateLimit(log, Math.max(pausedUntil, now + wait), pause);
    }

    /** The server had too much of something, and did not say for how long. */
    RateLimit refused(long longestPause, long now) {
        if (pausedUntil > now) {
            // what was in flight when the pause began tells nothing new
            return this;
        }
        long longest = Math.min(longestPause, LONGEST_PAUSE);
        return new RateLimit(log, now + Math.min(pause, longest), Math.min(2 * pause, longest));
    }

    /** The first instant, not before now, at which a message may begin. */
    long nextStart(long now) {
        return Math.max(now, pausedUntil);
    }

    OptionalDouble pace() {
        return OptionalDouble.empty();
    }

    void write(StateWriter out) {
        out.log(log).number(pausedUntil).number(pause);
    }

    static RateLimit read(StateReader in) {
        return new RateLimit(in.log(), in.time(), in.time());
    }
}

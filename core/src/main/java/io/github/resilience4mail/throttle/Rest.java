/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * Whether a destination wants to be left alone. Immutable; times are milliseconds of the epoch.
 *
 * @param until when nothing begins before
 * @param next how long the next rest is for which the server names no end
 */
record Rest(long until, long next) {

    private static final long FIRST = 1_000;
    private static final long LONGEST = 900_000;

    static final Rest NONE = new Rest(0, FIRST);

    /** The server has named the end. */
    Rest atLeast(long wait, long now) {
        return new Rest(Math.max(until, now + wait), next);
    }

    /** The server has named no end: twice as long each time, until something is accepted. */
    Rest longer(long longest, long now) {
        if (until > now) {
            // what was in flight when the rest began tells nothing new
            return this;
        }
        long most = Math.min(longest, LONGEST);
        return new Rest(now + Math.min(next, most), Math.min(2 * next, most));
    }

    Rest accepted() {
        return next == FIRST ? this : new Rest(until, FIRST);
    }

    void write(StateWriter out) {
        out.number(until).number(next);
    }

    static Rest read(StateReader in) {
        return new Rest(in.time(), Math.max(FIRST, in.time()));
    }
}

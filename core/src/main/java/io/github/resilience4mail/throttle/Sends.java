/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * When messages began, and which of them were refused because of their number. Immutable; times are milliseconds of the
 * epoch.
 *
 * @param begun all of them: a server may count refused ones too, so each takes its place in every window
 * @param refused by when they began
 */
record Sends(StartLog begun, StartLog refused) {

    static final Sends NONE = new Sends(StartLog.EMPTY, StartLog.EMPTY);

    Sends started(long now) {
        return new Sends(begun.plus(now), refused);
    }

    Sends refused(long startedAt) {
        return new Sends(begun, refused.plus(startedAt));
    }

    /** How many of those begun after one instant and before another were not refused. */
    int taken(long after, long before) {
        return Math.max(0, begun.count(after, before - 1) - refused.count(after, before - 1));
    }

    /** When a window has room for one more, if it holds so many and refused ones take no place in it. */
    long room(int most, long window, long now) {
        return roomBesidesRefused(most + refused.count(now - window, now), window);
    }

    /** When a window has room for one more, if it holds so many and refused ones take their place in it too. */
    long roomBesidesRefused(int most, long window) {
        long oldest = begun.fromEnd(most);
        return oldest == Long.MIN_VALUE ? oldest : oldest + window;
    }
}

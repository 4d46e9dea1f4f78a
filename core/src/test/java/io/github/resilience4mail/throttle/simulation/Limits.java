/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.Map;
import java.util.TreeMap;

/** What a simulated server allows, and does not say. Times are microseconds. Not thread-safe while it is set up. */
final class Limits {

    static final long SECOND = 1_000_000;
    static final int NONE = Integer.MAX_VALUE;

    /** How messages are counted. */
    enum Counting {
        /** At most so many in any window. */
        SLIDING,
        /** At most so many between two strokes of a clock. */
        FIXED,
        /** A bucket that fills up steadily and holds what comes in one window. */
        BUCKET
    }

    private final TreeMap<Long, Integer> quota = new TreeMap<>(Map.of(0L, NONE));
    boolean quotaAfterData;
    long releaseLag;
    int messages = NONE;
    long window;
    Counting counting = Counting.SLIDING;
    boolean strict;
    boolean rateAfterData;
    int sessionCap = NONE;
    long greylist;
    double spurious;
    int tarpitFrom = NONE;
    long tarpitStep;
    long service = SECOND / 4;
    double serviceSpread = 0.2;

    int quotaAt(long now) {
        return quota.floorEntry(now).getValue();
    }

    Limits quota(int connections) {
        return quotaFrom(0, connections);
    }

    Limits quotaFrom(long from, int connections) {
        quota.put(from, connections);
        return this;
    }

    Limits quotaAfterData() {
        quotaAfterData = true;
        return this;
    }

    Limits releaseLag(long lag) {
        releaseLag = lag;
        return this;
    }

    Limits rate(int most, long period, Counting how) {
        messages = most;
        window = period;
        counting = how;
        return this;
    }

    Limits strict() {
        strict = true;
        return this;
    }

    Limits rateAfterData() {
        rateAfterData = true;
        return this;
    }

    Limits sessionCap(int most) {
        sessionCap = most;
        return this;
    }

    Limits greylist(long delay) {
        greylist = delay;
        return this;
    }

    Limits spurious(double probability) {
        spurious = probability;
        return this;
    }

    /** Each message beyond so many in the last minute takes one step longer than the one before. */
    Limits tarpit(int messagesAMinute, long step) {
        tarpitFrom = messagesAMinute;
        tarpitStep = step;
        return this;
    }

    Limits service(long time) {
        service = time;
        return this;
    }
}

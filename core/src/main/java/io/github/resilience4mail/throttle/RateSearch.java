/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * Something was too much; it is looked for in which window. Each usual window says when it would surely have room
 * again: when all messages have left it. One message is sent at each of these times, the earliest first. The first one that
 * is accepted tells the window, and the messages in it at the first refusal were as many as it holds.
 *
 * @param refusedAt when the message began that was refused first
 * @param knownAt when that was known: what began in between may have been accepted
 * @param since when the server was last found to have room after it had none: what was before does not count
 * @param candidate the window that is tried next
 * @param probeAt when the message began that tries it, or 0
 */
record RateSearch(long refusedAt, long knownAt, long since, int candidate, long probeAt) implements RateModel {

    static final int KIND = 1;

    /** Those of the second, ten seconds, the minute, ten minutes, the hour and the day. */
    private static final long[] WINDOWS = {1_000, 10_000, 60_000, 600_000, 3_600_000, 86_400_000};

    /** A probe whose end nobody tells of is made again after this. */
    private static final long PROBE_TIMEOUT = 600_000;

    static RateSearch after(long refusedAt, long knownAt) {
        return new RateSearch(refusedAt, knownAt, 0, 0, 0);
    }

    /** Looks on among those windows that are longer. */
    static RateSearch longerThan(long window, long refusedAt, long knownAt, long since) {
        int i = 0;
        while (i < WINDOWS.length - 1 && WINDOWS[i] <= window) {
            i++;
        }
        return new RateSearch(refusedAt, knownAt, since, i, 0);
    }

    /** Looks on where even distances have failed, which are for what is counted by the second. */
    static RateSearch afterPacing(long refusedAt, long knownAt) {
        return longerThan(WINDOWS[0], refusedAt, knownAt, 0);
    }

    /** A server's clock is not ours, nor does a message reach it at once. */
    static long withSlack(long window) {
        return window + Math.max(100, window / 200);
    }

    private int most(Sends sends) {
        return Math.max(1, sends.taken(Math.max(since - 1, refusedAt - WINDOWS[candidate]), knownAt));
    }

    @Override
    public long nextStart(Sends sends, long now) {
        if (probeAt > 0) {
            return probeAt + PROBE_TIMEOUT;
        }
        // also where a clock opens the window, or refusals count, there is room when all that were sent have left it
        return knownAt + withSlack(WINDOWS[candidate]);
    }

    @Override
    public RateModel started(Sends sends, long now) {
        return new RateSearch(refusedAt, knownAt, since, candidate, now);
    }

    @Override
    public RateModel accepted(Sends sends, long startedAt, long now) {
        if (probeAt == 0 || startedAt < probeAt) {
            return this;
        }
        if (candidate == 0) {
            return PacedRate.after(refusedAt, most(sends), now);
        }
        return WindowRate.of(WINDOWS[candidate], most(sends), startedAt, now);
    }

    @Override
    public RateModel refused(Sends sends, long startedAt, long now) {
        if (probeAt == 0 || startedAt < probeAt) {
            // it was on its way when the first one was refused
            return this;
        }
        return new RateSearch(refusedAt, knownAt, since, Math.min(candidate + 1, WINDOWS.length - 1), 0);
    }

    @Override
    public RateModel ended(long startedAt) {
        return startedAt == probeAt ? new RateSearch(refusedAt, knownAt, since, candidate, 0) : this;
    }

    @Override
    public void write(StateWriter out) {
        out.number(KIND)
                .number(refusedAt)
                .number(knownAt)
                .number(since)
                .number(candidate)
                .number(probeAt);
    }

    static RateSearch read(StateReader in) {
        return new RateSearch(in.time(), in.time(), in.time(), in.number(0, WINDOWS.length - 1), in.time());
    }
}

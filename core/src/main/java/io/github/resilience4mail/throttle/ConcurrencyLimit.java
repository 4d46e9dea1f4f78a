/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How many connections a destination bears. Immutable; times are milliseconds of the epoch.
 *
 * @param lanes how many may be open now
 * @param base how many are known to be borne, if the present number is a probe; else the same as lanes
 * @param step by how many the last probe went up
 * @param found whether the server has set a limit at all
 * @param nextProbe when one more may be tried
 * @param interval how long after a failed probe the next one comes
 * @param worked how many messages were accepted at the present number
 * @param strikes how many refusals in a row there were at a number that had worked
 * @param connectAt before which no connection is made
 */
record ConcurrencyLimit(
        int lanes,
        int base,
        int step,
        boolean found,
        long nextProbe,
        long interval,
        int worked,
        int strikes,
        long connectAt) {

    private static final long FIRST_INTERVAL = 2_000;
    private static final long LONGEST_INTERVAL = 3_600_000;

    /** A refused connection is tried again after this, if the same number of them has worked for long. */
    private static final long SECOND_LOOK = 1_000;

    /** How many messages each lane has to carry before more lanes are tried. */
    private static final int PROOF = 4;

    /** How many messages each lane has to carry at a number of lanes, before one refusal is no evidence against it. */
    private static final int LONG_PROOF = 10;

    /** Nothing is known: the first message shows whether there is anybody at all. */
    static final ConcurrencyLimit UNKNOWN = new ConcurrencyLimit(1, 1, 1, false, 0, FIRST_INTERVAL, 0, 0, 0);

    private boolean isProbing() {
        return lanes > base;
    }

    /** A message was accepted while so many connections were good. */
    ConcurrencyLimit accepted(int level, int maxLanes, long now) {
        if (level < lanes) {
            return this;
        }
        ConcurrencyLimit proven = new ConcurrencyLimit(
                lanes, base, step, found, nextProbe, interval, worked + 1, strikes > 0 ? 0 : strikes, connectAt);
        if (lanes >= maxLanes) {
            return proven;
        }
        if (!found) {
            boolean unproven = lanes > 1 && worked + 1 < PROOF * lanes;
            return unproven ? proven : proven.to(Math.min(2 * lanes, maxLanes), lanes, now);
        }
        if (isProbing()) {
            return worked + 1 < lanes ? proven : proven.to(Math.min(lanes + 2 * step, maxLanes), 2 * step, now);
        }
        return now < nextProbe ? proven : proven.to(lanes + 1, 1, now);
    }

    /** Tries more lanes. */
    private ConcurrencyLimit to(int more, int nextStep, long now) {
        long fresh = isProbing() ? FIRST_INTERVAL : interval;
        return new ConcurrencyLimit(more, lanes, nextStep, found, now + fresh, fresh, 0, 0, connectAt);
    }

    /** A connection, or a message on it, was refused because of so many connections. */
    ConcurrencyLimit refused(int level, long now) {
        if (level > lanes) {
            // the rest of a burst that has been answered for already
            return this;
        }
        if (isProbing() && level > base) {
            long longer = found ? Math.min(2 * interval, LONGEST_INTERVAL) : interval;
            return new ConcurrencyLimit(level - 1, level - 1, 1, true, now + longer, longer, 0, 0, connectAt);
        }
        if (strikes == 0 && worked >= LONG_PROOF * lanes) {
            return new ConcurrencyLimit(lanes, base, step, found, nextProbe, interval, worked, 1, now + SECOND_LOOK);
        }
        int fewer = Math.max(1, level - 1);
        return new ConcurrencyLimit(fewer, fewer, 1, true, now + FIRST_INTERVAL, FIRST_INTERVAL, 0, 0, connectAt);
    }

    void write(StateWriter out) {
        out.number(lanes)
                .number(base)
                .number(step)
                .flag(found)
                .number(nextProbe)
                .number(interval);
        out.number(worked).number(strikes).number(connectAt);
    }

    static ConcurrencyLimit read(StateReader in, int maxLanes) {
        int lanes = in.number(1, Integer.MAX_VALUE);
        int base = in.number(1, Integer.MAX_VALUE);
        return new ConcurrencyLimit(
                Math.min(lanes, maxLanes),
                Math.min(base, maxLanes),
                in.number(1, Integer.MAX_VALUE),
                in.flag(),
                in.time(),
                in.time(),
                in.number(0, Integer.MAX_VALUE),
                in.number(0, Integer.MAX_VALUE),
                in.time());
    }
}

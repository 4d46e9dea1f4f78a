/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How many connections a destination bears. Immutable; times are milliseconds of the epoch.
 *
 * @param lanes how many may be open now
 * @param base how many are known to be borne, if the present number is a trial; else the same as lanes
 * @param found whether the server has set a limit at all
 * @param nextProbe when one more may be tried
 * @param interval how long after a failed trial the next one comes
 * @param round how many messages were answered at the present number
 * @param worked how many messages were answered at the number that is known to be borne
 * @param strikes how many refusals in a row there were at a number that had worked
 * @param places when the places of closed connections are free again
 */
record ConcurrencyLimit(
        int lanes,
        int base,
        boolean found,
        long nextProbe,
        long interval,
        int round,
        int worked,
        int strikes,
        Places places) {

    private static final long FIRST_INTERVAL = 2_000;
    private static final long LONGEST_INTERVAL = 3_600_000;

    /** How many messages each lane has to carry at a number of lanes, before one refusal is no evidence against it. */
    private static final int LONG_PROOF = 10;

    /** Up to so many lanes each has to carry one message before more are tried, beyond that two. */
    private static final int EAGER = 4;

    /** How many refusals in a row are no evidence. */
    private static final int MOST_STRIKES = 2;

    /** Nothing is known: the first message shows whether there is anybody at all. */
    static final ConcurrencyLimit UNKNOWN =
            new ConcurrencyLimit(1, 1, false, 0, FIRST_INTERVAL, 0, 0, 0, Places.UNKNOWN);

    private boolean isTrial() {
        return lanes > base;
    }

    /** When the next connection may be made. */
    long connectAt() {
        return places.connectAt();
    }

    /** A message was answered while so many connections were good. */
    ConcurrencyLimit served(int level, int maxLanes, long now) {
        if (level < lanes) {
            return this;
        }
        ConcurrencyLimit more = new ConcurrencyLimit(
                lanes, base, found, nextProbe, interval, round + 1, isTrial() ? worked : worked + 1, 0, places);
        if (found && !isTrial()) {
            return now < nextProbe ? more : more.upTo(lanes + 1, maxLanes, interval, now);
        }
        if (round + 1 < (found || lanes <= EAGER ? lanes : 2 * lanes)) {
            return more;
        }
        // a trial that has succeeded, or no limit known: on, until one is found
        return more.upTo(lanes + Math.max(1, lanes / 4), maxLanes, Math.max(FIRST_INTERVAL, interval / 4), now);
    }

    /** Tries more lanes, if the user allows more. */
    private ConcurrencyLimit upTo(int more, int maxLanes, long nextInterval, long now) {
        if (lanes >= maxLanes) {
            return new ConcurrencyLimit(lanes, lanes, found, nextProbe, interval, round, worked, strikes, places);
        }
        return new ConcurrencyLimit(
                Math.min(more, maxLanes),
                lanes,
                found,
                now + nextInterval,
                nextInterval,
                0,
                isTrial() ? round : worked,
                0,
                places);
    }

    /** A connection, or a message on it, was refused because of so many connections. */
    ConcurrencyLimit refused(int level, long startedAt, long now) {
        if (level > lanes) {
            // the rest of a burst that has been answered for already
            return this;
        }
        if (isTrial() && level > base) {
            long longer = found ? Math.min(interval * 8 / 5, LONGEST_INTERVAL) : interval;
            return new ConcurrencyLimit(level - 1, level - 1, true, now + longer, longer, 0, worked, 0, places);
        }
        if (worked < LONG_PROOF * base) {
            int fewer = Math.max(1, level - 1);
            return new ConcurrencyLimit(fewer, fewer, true, now + interval, interval, 0, 0, 0, places);
        }
        if (strikes < MOST_STRIKES) {
            Places patient = places.refused(strikes, startedAt, now);
            return new ConcurrencyLimit(lanes, base, found, nextProbe, interval, round, worked, strikes + 1, patient);
        }
        // it bears fewer than it did, and who knows how many
        int half = Math.max(1, level / 2);
        return new ConcurrencyLimit(half, half, true, now + FIRST_INTERVAL, interval, 0, 0, 0, places);
    }

    /** A connection was made that was begun then. */
    ConcurrencyLimit connected(long startedAt) {
        Places seen = places.connected(strikes, startedAt);
        return seen.equals(places) && strikes == 0
                ? this
                : new ConcurrencyLimit(lanes, base, found, nextProbe, interval, round, worked, 0, seen);
    }

    /** A connection has ended. */
    ConcurrencyLimit disconnected(long now) {
        return new ConcurrencyLimit(
                lanes, base, found, nextProbe, interval, round, worked, strikes, places.disconnected(now));
    }

    void write(StateWriter out) {
        out.number(lanes).number(base).flag(found).number(nextProbe).number(interval);
        out.number(round).number(worked).number(strikes);
        places.write(out);
    }

    static ConcurrencyLimit read(StateReader in, int maxLanes) {
        int lanes = in.number(1, Integer.MAX_VALUE);
        int base = in.number(1, Integer.MAX_VALUE);
        return new ConcurrencyLimit(
                Math.min(lanes, maxLanes),
                Math.min(base, maxLanes),
                in.flag(),
                in.time(),
                in.time(),
                in.number(0, Integer.MAX_VALUE),
                in.number(0, Integer.MAX_VALUE),
                in.number(0, MOST_STRIKES),
                Places.read(in));
    }
}

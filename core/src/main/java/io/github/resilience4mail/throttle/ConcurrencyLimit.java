/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How many connections a destination bears. Immutable; times are milliseconds of the epoch.
 *
 * @param lanes how many may be open now
 * @param base how many are known to be borne, if the present number is a trial; else the same as lanes
 * @param found whether the server has set a limit at all
 * @param afterData whether it is messages that it refuses, after their final dot, and not connections
 * @param nextProbe when one more may be tried
 * @param interval how long after a failed trial the next one comes
 * @param round how many messages were answered at the present number
 * @param worked how many messages were answered at the number that is known to be borne; {@link #UNSEEN} if no
 *     connection has been welcome at it yet
 * @param doubt whether a number was refused that had worked
 * @param places when the places of closed connections are free again
 */
record ConcurrencyLimit(
        int lanes,
        int base,
        boolean found,
        boolean afterData,
        long nextProbe,
        long interval,
        int round,
        int worked,
        Doubt doubt,
        Places places) {

    /** When a limit that has just shown itself is tried again, and a lower one than before after a drop. */
    private static final long SOON = 2_000;

    /** After that the distances grow, */
    private static final long FIRST_INTERVAL = 5_000;

    private static final double GROWTH = 1.55;

    /** until each lane has carried so many messages between two trials: some forty seconds, where one takes a quarter. */
    private static final int ENOUGH_BETWEEN = 150;

    /** From then on they grow so slowly that a limit which doubles is found within a minute in the first hour, too. */
    private static final double SLOW_GROWTH = 1.004;

    private static final long LONGEST_INTERVAL = 3_600_000;

    /** How many messages each lane has to carry at a number of lanes, before one refusal is no evidence against it. */
    private static final int LONG_PROOF = 10;

    /** Up to so many lanes each has to carry one message before more are tried, beyond that two. */
    private static final int EAGER = 4;

    /** Nothing has been answered at a number yet at which a connection was welcome. */
    private static final int UNSEEN = -1;

    /** Nothing is known: the first message shows whether there is anybody at all. */
    static final ConcurrencyLimit UNKNOWN =
            new ConcurrencyLimit(1, 1, false, false, 0, FIRST_INTERVAL, 0, 0, Doubt.NONE, Places.UNKNOWN);

    private boolean isTrial() {
        return lanes > base;
    }

    /** When the next connection may be made. */
    long connectAt() {
        return places.connectAt();
    }

    /** A message that began then was answered while so many connections were good. */
    ConcurrencyLimit served(int level, long startedAt, int maxLanes, long now) {
        ConcurrencyLimit seen = with(doubt.borne(level, true, startedAt), places);
        return level < lanes ? seen : seen.served(maxLanes, now);
    }

    private ConcurrencyLimit served(int maxLanes, long now) {
        int answered = round + 1;
        if (found && !isTrial()) {
            long next = distance(answered);
            return now < nextProbe || doubt.exists(now)
                    ? counted()
                    : counted().upTo(lanes + 1, maxLanes, next, now + next);
        }
        if (answered < (found || lanes <= EAGER ? lanes : 2 * lanes)) {
            return counted();
        }
        return counted().succeeded(maxLanes, now);
    }

    private ConcurrencyLimit counted() {
        int atBase = isTrial() || worked == UNSEEN ? worked : worked + 1;
        return new ConcurrencyLimit(
                lanes, base, found, afterData, nextProbe, interval, round + 1, atBase, doubt, places);
    }

    /** How long to wait if the trial that begins now fails. */
    private long distance(int answered) {
        double growth = answered >= ENOUGH_BETWEEN * lanes ? SLOW_GROWTH : GROWTH;
        return Math.min((long) (interval * growth), LONGEST_INTERVAL);
    }

    /** Tries more lanes, if the user allows more. */
    private ConcurrencyLimit upTo(int more, int maxLanes, long nextInterval, long next) {
        if (lanes >= maxLanes) {
            return new ConcurrencyLimit(
                    lanes, lanes, found, afterData, nextProbe, interval, round, worked, doubt, places);
        }
        int borne = isTrial() ? round : worked;
        return new ConcurrencyLimit(
                Math.min(more, maxLanes), lanes, found, afterData, next, nextInterval, 0, borne, doubt, places);
    }

    /** A connection, or a message on it after its final dot, was refused because of so many connections. */
    ConcurrencyLimit refused(int level, boolean message, long startedAt, long now) {
        // those that have ended while it was on its way were there when it was refused
        int atOnce = message ? level : level + places.endedSince(startedAt);
        return refusedAt(Math.min(atOnce, Math.max(level, lanes)), message, startedAt, now);
    }

    private ConcurrencyLimit refusedAt(int level, boolean message, long startedAt, long now) {
        if (level > lanes) {
            // the rest of a burst that has been answered for already
            return this;
        }
        if (isTrial() && level > base) {
            return bears(level - 1, worked, nextProbe, message);
        }
        if (worked < LONG_PROOF * base) {
            return bears(Math.max(1, level - 1), Math.min(worked, 0), now + (found ? interval : SOON), message);
        }
        if (!doubt.exists(startedAt)) {
            return with(new Doubt(level, now, 0, message), message ? places : places.refused(startedAt, now));
        }
        if (!doubt.isLookedAgain(startedAt)) {
            return with(doubt.also(level), places);
        }
        return !message && places.mayBeLate(startedAt)
                ? with(doubt.also(level), places.refused(startedAt, now))
                : bears(doubt.fewer(level), message ? 0 : UNSEEN, now + SOON, message);
    }

    /** A limit has shown itself. */
    private ConcurrencyLimit bears(int number, int proof, long next, boolean message) {
        return new ConcurrencyLimit(
                number, number, true, message, next, interval, 0, proof, Doubt.NONE, places.notLate());
    }

    /** A connection was made that was begun then, as the last of so many. */
    ConcurrencyLimit connected(int level, long startedAt, int maxLanes, long now) {
        Doubt left = doubt.borne(level, false, startedAt);
        boolean isCleared = !left.equals(doubt) && left.equals(Doubt.NONE);
        ConcurrencyLimit seen = with(left, places.connected(level, lanes, isCleared, startedAt));
        if (worked == UNSEEN && level >= base) {
            seen = seen.welcome();
        }
        // where connections are refused, one that is not proves enough
        return found && !afterData && isTrial() && level >= lanes ? seen.succeeded(maxLanes, now) : seen;
    }

    private ConcurrencyLimit welcome() {
        return new ConcurrencyLimit(
                lanes, base, found, afterData, nextProbe, interval, round, Math.max(0, worked), doubt, places);
    }

    /** A trial has succeeded, or no limit is known: on, until one is found. */
    private ConcurrencyLimit succeeded(int maxLanes, long now) {
        return upTo(lanes + Math.max(1, lanes / 4), maxLanes, interval, now + SOON);
    }

    /** A connection has ended. */
    ConcurrencyLimit disconnected(long now) {
        return with(doubt, places.disconnected(now));
    }

    private ConcurrencyLimit with(Doubt newDoubt, Places newPlaces) {
        return newDoubt.equals(doubt) && newPlaces.equals(places)
                ? this
                : new ConcurrencyLimit(
                        lanes, base, found, afterData, nextProbe, interval, round, worked, newDoubt, newPlaces);
    }

    void write(StateWriter out) {
        out.number(lanes)
                .number(base)
                .flag(found)
                .flag(afterData)
                .number(nextProbe)
                .number(interval);
        out.number(round).number(worked);
        doubt.write(out);
        places.write(out);
    }

    static ConcurrencyLimit read(StateReader in, int maxLanes) {
        int lanes = in.number(1, Integer.MAX_VALUE);
        int base = in.number(1, Integer.MAX_VALUE);
        return new ConcurrencyLimit(
                Math.min(lanes, maxLanes),
                Math.min(base, maxLanes),
                in.flag(),
                in.flag(),
                in.time(),
                in.time(),
                in.number(0, Integer.MAX_VALUE),
                in.number(UNSEEN, Integer.MAX_VALUE),
                Doubt.read(in),
                Places.read(in));
    }
}

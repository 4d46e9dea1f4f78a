/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * A number of connections has been refused that had worked for long. That may be chance, or the place of a connection
 * that has just ended, or the server bears fewer than it did: a second look tells. Immutable; times are milliseconds of
 * the epoch.
 *
 * @param level the smallest number that was refused; 0 if there is no doubt
 * @param since when the first refusal was known: what began before tells nothing new
 * @param borne the largest number that has been borne since
 * @param afterData whether messages are refused after their final dot, and not connections
 */
record Doubt(int level, long since, int borne, boolean afterData) {

    static final Doubt NONE = new Doubt(0, 0, 0, false);

    /** A refusal so long ago is none to compare with. */
    private static final long FORGOTTEN = 600_000;

    boolean exists(long now) {
        return level > 0 && now < since + FORGOTTEN;
    }

    /** Whether what began then was begun in spite of the doubt. */
    boolean isLookedAgain(long startedAt) {
        return exists(startedAt) && startedAt >= since;
    }

    /** Another one was refused that had begun before. */
    Doubt also(int refused) {
        return new Doubt(Math.min(level, refused), since, borne, afterData);
    }

    /** So many were borne by what was begun then. */
    Doubt borne(int number, boolean message, long startedAt) {
        if (message != afterData || !isLookedAgain(startedAt)) {
            return this;
        }
        return number >= level ? NONE : new Doubt(level, since, Math.max(borne, number), afterData);
    }

    /** How many are left if so many have been refused again: as many as are known to be borne, or half. */
    int fewer(int refused) {
        return Math.max(1, Math.min(refused - 1, Math.max(borne, refused / 2)));
    }

    void write(StateWriter out) {
        out.number(level).number(since).number(borne).flag(afterData);
    }

    static Doubt read(StateReader in) {
        return new Doubt(in.number(0, Integer.MAX_VALUE), in.time(), in.number(0, Integer.MAX_VALUE), in.flag());
    }
}

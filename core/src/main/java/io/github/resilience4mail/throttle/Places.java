/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How long a server takes to notice that a connection has ended, before its place is free for another one. Immutable;
 * times are milliseconds.
 *
 * @param closedAt when a connection ended last
 * @param lag how long its place is believed to be taken after that
 * @param least how long it has been found to be taken
 * @param connectAt before which no connection is made
 */
record Places(long closedAt, long lag, long least, long connectAt) {

    static final Places UNKNOWN = new Places(0, 0, 0, 0);

    private static final long SECOND_LOOK = 1_000;
    private static final long LONGEST_LAG = 5_000;
    private static final long NOT_WORTH_WAITING = 100;

    /** A number of connections was refused that had worked: perhaps one of the old ones still counts. */
    Places refused(int strikes, long startedAt, long now) {
        long waited = startedAt - closedAt;
        long found = lag > 0 && waited >= lag && waited < LONGEST_LAG ? waited : least;
        return new Places(closedAt, lag, found, Math.max(connectAt, now + SECOND_LOOK * (strikes + 1)));
    }

    /** A connection was made: if that had been refused before, it was worth waiting; else a little less may do. */
    Places connected(int strikes, long startedAt) {
        long waited = startedAt - closedAt;
        if (waited < 0 || waited > LONGEST_LAG) {
            return this;
        }
        if (strikes > 0) {
            return new Places(closedAt, Math.max(lag, waited), least, connectAt);
        }
        long less = Math.max(lag * 4 / 5, least * 11 / 10);
        return lag == 0 || less >= lag
                ? this
                : new Places(closedAt, less < NOT_WORTH_WAITING ? 0 : less, least, connectAt);
    }

    Places disconnected(long now) {
        return new Places(now, lag, least, lag == 0 ? connectAt : Math.max(connectAt, now + lag));
    }

    void write(StateWriter out) {
        out.number(closedAt).number(lag).number(least).number(connectAt);
    }

    static Places read(StateReader in) {
        return new Places(in.time(), in.time(), in.time(), in.time());
    }
}

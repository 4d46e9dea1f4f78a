/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.Arrays;

/**
 * When messages began, in milliseconds of the epoch, oldest first. Its size is bounded: of many, the older ones are put
 * together and count as if they had begun with the last of them, so that no window is ever thought emptier than it is.
 * Immutable; one with one more shares all but its end with the one before.
 */
final class StartLog {

    private static final int PIECE = 32;
    private static final int PIECES = 32;
    private static final Piece NOTHING = new Piece(new long[0], new int[0], 0);

    static final StartLog EMPTY = new StartLog(new Piece[0], NOTHING);

    private final Piece[] full;
    private final Piece end;

    /** Some entries in a row, and how many messages they stand for. */
    private static final class Piece {

        private final long[] times;
        private final int[] counts;
        private final int sum;

        Piece(long[] times, int[] counts, int sum) {
            this.times = times;
            this.counts = counts;
            this.sum = sum;
        }

        Piece plus(long time) {
            int size = times.length;
            long[] newTimes = Arrays.copyOf(times, size + 1);
            int[] newCounts = Arrays.copyOf(counts, size + 1);
            newTimes[size] = time;
            newCounts[size] = 1;
            return new Piece(newTimes, newCounts, sum + 1);
        }

        Piece withLastAgain() {
            int[] newCounts = counts.clone();
            newCounts[newCounts.length - 1]++;
            return new Piece(times, newCounts, sum + 1);
        }

        long last() {
            return times[times.length - 1];
        }

        /** The entries of two, in pairs. */
        static Piece ofPairs(Piece a, Piece b) {
            long[] times = new long[PIECE];
            int[] counts = new int[PIECE];
            for (int i = 0; i < PIECE; i++) {
                Piece from = i < PIECE / 2 ? a : b;
                int second = 2 * i % PIECE + 1;
                times[i] = from.times[second];
                counts[i] = from.counts[second - 1] + from.counts[second];
            }
            return new Piece(times, counts, a.sum + b.sum);
        }
    }

    private StartLog(Piece[] full, Piece end) {
        this.full = full;
        this.end = end;
    }

    /** With one more; one that is older than the last counts as begun with it. */
    StartLog plus(long time) {
        if (end.times.length > 0 && time <= end.last()) {
            return new StartLog(full, end.withLastAgain());
        }
        if (end.times.length < PIECE) {
            return new StartLog(full, end.plus(time));
        }
        Piece[] before = full.length < PIECES ? full : compacted();
        Piece[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = end;
        return new StartLog(more, NOTHING.plus(time));
    }

    /** The older half in pairs. */
    private Piece[] compacted() {
        int half = PIECES / 2;
        Piece[] fewer = new Piece[PIECES - half / 2];
        for (int i = 0; i < half / 2; i++) {
            fewer[i] = Piece.ofPairs(full[2 * i], full[2 * i + 1]);
        }
        System.arraycopy(full, half, fewer, half / 2, half);
        return fewer;
    }

    /** From an entry as it was written. */
    StartLog plus(long time, int count) {
        StartLog more = plus(time);
        int[] counts = more.end.counts.clone();
        counts[counts.length - 1] += count - 1;
        return new StartLog(more.full, new Piece(more.end.times, counts, more.end.sum + count - 1));
    }

    private int pieces() {
        return full.length + 1;
    }

    private Piece piece(int i) {
        return i < full.length ? full[i] : end;
    }

    /** How many began after one instant and not after another. */
    int count(long after, long until) {
        int sum = 0;
        for (int p = pieces() - 1; p >= 0; p--) {
            Piece piece = piece(p);
            if (piece.times.length > 0 && piece.last() <= after) {
                break;
            }
            boolean whole = piece.times.length > 0 && piece.times[0] > after && piece.last() <= until;
            sum += whole ? piece.sum : count(piece, after, until);
        }
        return sum;
    }

    private static int count(Piece piece, long after, long until) {
        int sum = 0;
        for (int i = 0; i < piece.times.length; i++) {
            if (piece.times[i] > after && piece.times[i] <= until) {
                sum += piece.counts[i];
            }
        }
        return sum;
    }

    /** The time of the last but so many, or {@code Long.MIN_VALUE} if there are not so many; 1 is the last. */
    long fromEnd(int place) {
        int seen = 0;
        for (int p = pieces() - 1; p >= 0; p--) {
            Piece piece = piece(p);
            if (seen + piece.sum < place) {
                seen += piece.sum;
                continue;
            }
            for (int i = piece.times.length - 1; i >= 0; i--) {
                seen += piece.counts[i];
                if (seen >= place) {
                    return piece.times[i];
                }
            }
        }
        return Long.MIN_VALUE;
    }

    /** How many entries it has. */
    int size() {
        return full.length * PIECE + end.times.length;
    }

    long time(int i) {
        return piece(i / PIECE).times[i % PIECE];
    }

    int countAt(int i) {
        return piece(i / PIECE).counts[i % PIECE];
    }
}

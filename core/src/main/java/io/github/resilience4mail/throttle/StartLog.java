/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.Arrays;

/**
 * When messages began, in milliseconds of the epoch, oldest first. Its size is bounded: of many, the older ones are put
 * together and count as if they had begun with the last of them, so that no window is ever thought emptier than it is.
 * Immutable.
 */
final class StartLog {

    static final StartLog EMPTY = new StartLog(new long[0], new int[0]);
    private static final int CAPACITY = 512;

    private final long[] times;
    private final int[] counts;

    private StartLog(long[] times, int[] counts) {
        this.times = times;
        this.counts = counts;
    }

    static StartLog of(long[] times, int[] counts) {
        return new StartLog(times.clone(), counts.clone());
    }

    /** With one more; one that is older than the last counts as begun with it. */
    StartLog plus(long time) {
        int size = times.length;
        if (size > 0 && time <= times[size - 1]) {
            int[] more = counts.clone();
            more[size - 1]++;
            return new StartLog(times, more);
        }
        StartLog base = size < CAPACITY ? this : compacted();
        int end = base.times.length;
        long[] newTimes = Arrays.copyOf(base.times, end + 1);
        int[] newCounts = Arrays.copyOf(base.counts, end + 1);
        newTimes[end] = time;
        newCounts[end] = 1;
        return new StartLog(newTimes, newCounts);
    }

    /** The older half in pairs. */
    private StartLog compacted() {
        int half = times.length / 2;
        int pairs = half / 2;
        int size = times.length - pairs;
        long[] newTimes = new long[size];
        int[] newCounts = new int[size];
        for (int i = 0; i < pairs; i++) {
            newTimes[i] = times[2 * i + 1];
            newCounts[i] = counts[2 * i] + counts[2 * i + 1];
        }
        System.arraycopy(times, 2 * pairs, newTimes, pairs, size - pairs);
        System.arraycopy(counts, 2 * pairs, newCounts, pairs, size - pairs);
        return new StartLog(newTimes, newCounts);
    }

    /** How many began after one instant and not after another. */
    int count(long after, long until) {
        int sum = 0;
        for (int i = times.length - 1; i >= 0 && times[i] > after; i--) {
            if (times[i] <= until) {
                sum += counts[i];
            }
        }
        return sum;
    }

    /** The time of the last but so many, or {@code Long.MIN_VALUE} if there are not so many; 1 is the last. */
    long fromEnd(int place) {
        int seen = 0;
        for (int i = times.length - 1; i >= 0; i--) {
            seen += counts[i];
            if (seen >= place) {
                return times[i];
            }
        }
        return Long.MIN_VALUE;
    }

    boolean isEmpty() {
        return times.length == 0;
    }

    int size() {
        return times.length;
    }

    long time(int i) {
        return times[i];
    }

    int countAt(int i) {
        return counts[i];
    }
}

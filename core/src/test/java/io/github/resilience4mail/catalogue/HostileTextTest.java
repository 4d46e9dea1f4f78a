/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpReply;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever owns a server chooses what it says: twice the text may not cost much more than twice the time. */
class HostileTextTest {

    private static final int MEGABYTE = 1 << 20;
    /** The time that this thread has worked: that of the clock tells how busy the machine is. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static final int ROUNDS = 15;
    private static final int TRIES = 15;
    private static final double MEASURABLE = 2e6;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user unknown ",
                "try again in ",
                "550-5.1.1 no\r\n",
                "said: host ",
                "smtp error from remote mail: ",
                "\u0301",
                "@",
                "\n",
                "5.5.5.5.",
                "a an half an "
            })
    void timeGrowsNoFasterThanTheText(String piece) {
        String small = piece.repeat(MEGABYTE / piece.length());
        String large = piece.repeat(2 * MEGABYTE / piece.length());
        sortedTimes(large); // warms up

        assertThat(factor(small, large)).isLessThanOrEqualTo(3);
    }

    /**
     * How many times longer the large one takes: the best of some tries, by their medians or by the shortest times so
     * far. Noise only ever makes a time longer, so sooner or later a try comes out right; of what grows faster none does.
     */
    private static double factor(String small, String large) {
        double best = Double.MAX_VALUE;
        long shortest = Long.MAX_VALUE;
        long shortestOfLarge = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && best > 3; i++) {
            long[] times = sortedTimes(small);
            long[] timesOfLarge = sortedTimes(large);
            shortest = Math.min(shortest, times[0]);
            shortestOfLarge = Math.min(shortestOfLarge, timesOfLarge[0]);
            best = Math.min(best, factor(times[ROUNDS / 2], timesOfLarge[ROUNDS / 2]));
            best = Math.min(best, factor(shortest, shortestOfLarge));
        }
        return best;
    }

    /** What takes less than is measurable is measured too badly to be compared. */
    private static double factor(long time, long timeOfLarge) {
        return timeOfLarge / Math.max(time, MEASURABLE);
    }

    private static long[] sortedTimes(String text) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            ReplyCatalogue.standard().classify(SmtpReply.parse(text), null, null);
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(times);
        return times;
    }
}

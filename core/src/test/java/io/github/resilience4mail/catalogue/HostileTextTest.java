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
    private static final int ROUNDS = 31;
    /** Time of this thread only: on a busy machine the clock on the wall tells of its neighbours. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

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
        median(large);

        // what takes a few milliseconds is measured too badly to be compared
        double bound = Math.max(3.0 * median(small), 15e6);
        assertThat((double) median(large)).isLessThanOrEqualTo(bound);
    }

    private static long median(String text) {
        long[] times = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = THREADS.getCurrentThreadCpuTime();
            ReplyCatalogue.standard().classify(SmtpReply.parse(text), null, null);
            times[i] = THREADS.getCurrentThreadCpuTime() - start;
        }
        Arrays.sort(times);
        return times[ROUNDS / 2];
    }
}

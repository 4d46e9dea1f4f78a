/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending for a long time through a server that misbehaves leaves nothing behind: no memory, no thread, no socket. */
class SoakTest {

    private static final int SECONDS = Integer.getInteger("soak.seconds", 600);

    /**
     * The JVM's own tables still grow in the first minute, by a megabyte as far as was seen. Of letters that are kept, the
     * short run makes twice as much as this; in the long one, a pointer and a half for each are enough.
     */
    private static final long WHAT_THE_JVM_FILLS = 3 << 20;

    /** A pool has one thread more or less at any time, and a lane or two has a connection. */
    private static final long A_FEW = 8;

    @Test
    @Timeout(120)
    void aQuarterOfAMinuteLeavesNothingBehind() throws Exception {
        checkGrowth(new Soak(Duration.ofSeconds(15), Duration.ofSeconds(1)), 0);
    }

    @Test
    @Tag("long")
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void tenMinutesLeaveNothingBehind() throws Exception {
        checkGrowth(new Soak(Duration.ofSeconds(SECONDS), Duration.ofSeconds(5)), 60);
    }

    private static void checkGrowth(Soak soak, int secondsBetweenLines) throws Exception {
        List<Vitals> measured = soak.run();
        print(measured, secondsBetweenLines);
        System.out.println(soak.tally());
        assertThat(soak.tally().count(Outcome.DELIVERED)).isPositive();
        // classes are loaded, code is compiled and pools are filled in the first third
        List<Vitals> settled = measured.subList(measured.size() / 3, measured.size());
        assertThat(Vitals.growth(settled, Vitals::heap))
                .as("growth of the heap")
                .isLessThan(WHAT_THE_JVM_FILLS);
        assertThat(Vitals.growth(settled, Vitals::threads))
                .as("growth of threads")
                .isLessThan(A_FEW);
        assertThat(Vitals.growth(settled, Vitals::files))
                .as("growth of open files")
                .isLessThan(A_FEW);
    }

    private static void print(List<Vitals> measured, int secondsBetweenLines) {
        long next = 0;
        for (Vitals one : measured) {
            if (one.at().toSeconds() >= next || one.equals(measured.get(measured.size() - 1))) {
                System.out.println(one);
                next += Math.max(1, secondsBetweenLines);
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What must not grow.
 *
 * @param at since the beginning
 * @param letters how many have been sent by then
 * @param heap bytes in use after a collection
 * @param threads alive
 * @param files open descriptors, sockets included; 0 where the system does not tell
 */
record Vitals(Duration at, int letters, long heap, long threads, long files) {

    static Vitals now(Duration at, int letters) {
        // the second one takes what the first has made reachable from references and queues only
        System.gc();
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long threads = ManagementFactory.getThreadMXBean().getThreadCount();
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getOpenFileDescriptorCount()
                : 0;
        return new Vitals(at, letters, heap, threads, files);
    }

    /**
     * How much a figure has grown, from the first half of what is given to the second: the difference of their smallest
     * values, for whatever happens by chance only adds to them.
     */
    static long growth(List<Vitals> measured, ToLongFunction<Vitals> figure) {
        int half = measured.size() / 2;
        long before = smallest(measured.subList(0, half), figure);
        return smallest(measured.subList(measured.size() - half, measured.size()), figure) - before;
    }

    private static long smallest(List<Vitals> measured, ToLongFunction<Vitals> figure) {
        return measured.stream().mapToLong(figure).min().orElseThrow();
    }

    @Override
    public String toString() {
        return "%5d s %9d letters %8.2f MB heap %5d threads %5d files"
                .formatted(at.toSeconds(), letters, heap / 1048576.0, threads, files);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;

/**
 * What the sending has used so far: the current thread, and the threads that resilience4mail has started. The garbage
 * collector and the compiler work in threads of their own and do not count; the bytes allocated stand for the former.
 *
 * @param cpuNanos processor time, in user and kernel mode
 * @param bytes allocated
 */
record Cost(long cpuNanos, long bytes) {

    private static final String HELPERS = "resilience4mail-";

    static Cost soFar() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(HELPERS)) {
                cpu += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
                bytes += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return new Cost(cpu, bytes);
    }

    /** For each of some messages, since then. */
    Cost each(Cost since, int messages) {
        return new Cost((cpuNanos - since.cpuNanos) / messages, (bytes - since.bytes) / messages);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryReport;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * Messages that have ended, until those who wait for them are told: callbacks run then, so the lock of the scheduler
 * must be free. Thread-safe.
 */
final class Endings {

    private record Ending(BulkJob job, Function<BulkJob, DeliveryReport> how) {}

    private final Queue<Ending> untold = new ConcurrentLinkedQueue<>();
    private final Runnable afterEach;

    /**
     * None yet.
     *
     * @param afterEach what is done when a message is forgotten, whatever its callbacks do
     */
    Endings(Runnable afterEach) {
        this.afterEach = afterEach;
    }

    /** Notes that a message, which nobody works on any more, ends so. */
    void add(BulkJob job, Function<BulkJob, DeliveryReport> how) {
        untold.add(new Ending(job, how));
    }

    /** Tells of all that were noted. */
    void tell() {
        for (Ending ending = untold.poll(); ending != null; ending = untold.poll()) {
            tell(ending.job(), ending.how().apply(ending.job()));
        }
    }

    /** Tells of one. */
    void tell(BulkJob job, DeliveryReport report) {
        try {
            job.future().complete(report);
        } finally {
            afterEach.run();
        }
    }
}

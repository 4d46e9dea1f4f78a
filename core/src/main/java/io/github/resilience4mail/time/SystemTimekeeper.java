/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** The clock and the sleep of this machine. */
final class SystemTimekeeper implements Timekeeper {

    static final SystemTimekeeper INSTANCE = new SystemTimekeeper();

    private SystemTimekeeper() {}

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(saturatedNanos(duration));
    }

    // callers loop over their own state; this is only the wait
    @SuppressWarnings("WaitNotInLoop")
    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        long nanos = saturatedNanos(duration);
        if (nanos > 0) {
            long unused = condition.awaitNanos(nanos);
        }
    }

    @Override
    public double random() {
        return ThreadLocalRandom.current().nextDouble();
    }

    private static long saturatedNanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    @Override
    public String toString() {
        return "system time";
    }
}

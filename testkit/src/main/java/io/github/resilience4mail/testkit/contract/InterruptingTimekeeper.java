/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** Another one's time, in which every wait is interrupted as it begins. */
record InterruptingTimekeeper(Timekeeper base) implements Timekeeper {

    @Override
    public Instant now() {
        return base.now();
    }

    @Override
    public long nanoTime() {
        return base.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Thread.currentThread().interrupt();
        base.sleep(duration);
    }

    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        Thread.currentThread().interrupt();
        base.await(condition, duration);
    }

    @Override
    public double random() {
        return base.random();
    }
}

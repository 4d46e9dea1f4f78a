/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** The real time, but for a wall clock that somebody sets, and for sleeps that take a twentieth. */
final class BentTimekeeper implements Timekeeper {

    private static final int TIMES = 20;

    private volatile Duration ahead = Duration.ZERO;

    /** Sets the clock, against the real one. */
    void set(Duration value) {
        ahead = value;
    }

    @Override
    public Instant now() {
        return Timekeeper.system().now().plus(ahead);
    }

    @Override
    public long nanoTime() {
        return Timekeeper.system().nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        Timekeeper.system().sleep(duration.dividedBy(TIMES));
    }

    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        Timekeeper.system().await(condition, duration);
    }

    @Override
    public double random() {
        return Timekeeper.system().random();
    }
}

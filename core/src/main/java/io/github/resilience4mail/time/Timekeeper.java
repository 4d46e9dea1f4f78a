/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;

/**
 * The one door through which time, waiting and chance enter the library. Nothing else here reads a clock, sleeps or
 * draws a random number, so a test that replaces this replaces all of it.
 *
 * <p>Implementations are thread-safe.
 */
public interface Timekeeper {

    /**
     * The real one.
     *
     * @return the clock and the sleep of this machine
     */
    static Timekeeper system() {
        return SystemTimekeeper.INSTANCE;
    }

    /**
     * The present, as the wall clock shows it. It may jump when the clock is set.
     *
     * @return now
     */
    Instant now();

    /**
     * Time that only ever goes forward, for elapsed budgets.
     *
     * @return nanoseconds since some fixed point; only differences mean anything
     */
    long nanoTime();

    /**
     * Waits.
     *
     * @param duration how long; zero or less returns at once
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void sleep(Duration duration) throws InterruptedException;

    /**
     * Waits on a condition whose lock the caller holds, until it is signalled or the time is over. As with
     * {@link Condition}, it may also wake without either.
     *
     * @param condition what to wait on
     * @param duration the longest wait; zero or less returns at once
     * @throws InterruptedException if the thread is interrupted before or while it waits
     */
    void await(Condition condition, Duration duration) throws InterruptedException;

    /**
     * Chance, for jitter.
     *
     * @return a number from 0 (inclusive) to 1 (exclusive)
     */
    double random();

    /**
     * A clock that starts at {@link #now()} and then follows {@link #nanoTime()}: one delivery uses one, so that a
     * clock set while it runs neither shortens nor stretches its deadline.
     *
     * @return the anchored clock
     */
    default InstantSource anchored() {
        Instant start = now();
        long startNanos = nanoTime();
        return () -> start.plusNanos(nanoTime() - startNanos);
    }
}

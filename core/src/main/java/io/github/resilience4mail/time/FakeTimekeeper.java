/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.Condition;

/**
 * A clock for tests: it stands still until someone sleeps, and a sleep moves it instead of taking time. It notes each
 * wait, so that a test can say how long the code under test meant to wait.
 *
 * <p>It ships with the library because users test their own policies too. Thread-safe.
 */
public final class FakeTimekeeper implements Timekeeper {

    private final Object lock = new Object();
    private final Instant start;
    private final Random random;
    private final List<Duration> waits = new ArrayList<>();
    private Duration elapsed = Duration.ZERO;
    private Duration clockError = Duration.ZERO;

    /**
     * A clock that stands at a given time.
     *
     * @param start the first {@link #now()}
     * @param seed for {@link #random()}: the same seed gives the same numbers
     */
    public FakeTimekeeper(Instant start, long seed) {
        this.start = start;
        this.random = new Random(seed);
    }

    /** A clock that stands at noon (UTC) of the first of January 2030, with seed 1. */
    public FakeTimekeeper() {
        this(Instant.parse("2030-01-01T12:00:00Z"), 1);
    }

    @Override
    public Instant now() {
        synchronized (lock) {
            return start.plus(elapsed).plus(clockError);
        }
    }

    @Override
    public long nanoTime() {
        synchronized (lock) {
            return elapsed.toNanos();
        }
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before a wait of " + duration);
        }
        if (duration.isNegative() || duration.isZero()) {
            return;
        }
        synchronized (lock) {
            waits.add(duration);
            elapsed = elapsed.plus(duration);
        }
    }

    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        sleep(duration);
    }

    @Override
    public double random() {
        synchronized (lock) {
            return random.nextDouble();
        }
    }

    /**
     * Lets time pass, without noting a wait.
     *
     * @param duration how much; not negative
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "time does not go back; to set the clock, use setClockBack: " + duration);
        }
        synchronized (lock) {
            elapsed = elapsed.plus(duration);
        }
    }

    /**
     * Sets the wall clock, as an administrator or NTP may do; {@link #nanoTime()} does not notice.
     *
     * @param duration how far to set it back; negative sets it forward
     */
    public void setClockBack(Duration duration) {
        synchronized (lock) {
            clockError = clockError.minus(duration);
        }
    }

    /**
     * What has been waited so far.
     *
     * @return each wait above zero, in order
     */
    public List<Duration> waits() {
        synchronized (lock) {
            return List.copyOf(waits);
        }
    }

    /**
     * The sum of all waits and advances.
     *
     * @return how far the clock has moved
     */
    public Duration elapsed() {
        synchronized (lock) {
            return elapsed;
        }
    }

    @Override
    public String toString() {
        return "fake time at " + now();
    }
}

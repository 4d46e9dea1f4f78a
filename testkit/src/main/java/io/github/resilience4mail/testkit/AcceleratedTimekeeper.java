/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;

/**
 * Time that runs a number of times as fast as another one, so that a demonstration over real sockets shows in a second
 * what takes a minute. Its clock shows more, and its waits take less, by the same factor.
 *
 * <p>Give one and the same to the server and to the client: then a delay that one names is the delay that the other
 * waits, and every text that names a time stays true. Only what is not a wait, such as the work of the processor and of
 * the network, takes its real time, and so seems longer by the factor.
 *
 * <pre>{@code
 * Timekeeper time = AcceleratedTimekeeper.of(60, 1);
 * ScriptedSmtpServer server = ScriptedSmtpServer.builder().timekeeper(time).start();
 * properties.put("mail.smtp.retry.runtime", MailRuntime.with(time));
 * }</pre>
 *
 * <p>Its chance comes from a seed. Thread-safe.
 */
public final class AcceleratedTimekeeper implements Timekeeper {

    private final Timekeeper base;
    private final int factor;
    private final long seed;
    private final AtomicLong drawn = new AtomicLong();
    private final Instant start;
    private final long startNanos;

    /**
     * Time that begins at another one's present.
     *
     * @param base the time that it follows
     * @param factor how many times as fast it runs; 1 or more
     * @param seed for {@link #random()}: the same seed gives the same numbers
     */
    public AcceleratedTimekeeper(Timekeeper base, int factor, long seed) {
        if (factor < 1) {
            throw new IllegalArgumentException("time runs 1 or more times as fast, not " + factor);
        }
        this.base = base;
        this.factor = factor;
        this.seed = seed;
        this.start = base.now();
        this.startNanos = base.nanoTime();
    }

    /**
     * Time that follows this machine's.
     *
     * @param factor how many times as fast it runs; 1 or more
     * @param seed for {@link #random()}: the same seed gives the same numbers
     * @return time that begins now
     */
    public static AcceleratedTimekeeper of(int factor, long seed) {
        return new AcceleratedTimekeeper(Timekeeper.system(), factor, seed);
    }

    /** {@return how many times as fast it runs} */
    public int factor() {
        return factor;
    }

    /** The present, counted from the beginning by {@link #nanoTime()}: a clock that is set meanwhile does not matter. */
    @Override
    public Instant now() {
        return start.plusNanos(elapsedNanos());
    }

    @Override
    public long nanoTime() {
        return startNanos + elapsedNanos();
    }

    private long elapsedNanos() {
        return Math.multiplyExact(base.nanoTime() - startNanos, factor);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        base.sleep(shortened(duration));
    }

    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        base.await(condition, shortened(duration));
    }

    /** Rounded up: who has waited finds that the whole time has passed. */
    private Duration shortened(Duration duration) {
        Duration exact = duration.dividedBy(factor);
        return exact.multipliedBy(factor).compareTo(duration) < 0 ? exact.plusNanos(1) : exact;
    }

    @Override
    public double random() {
        return Chance.of(seed, drawn.incrementAndGet());
    }

    @Override
    public String toString() {
        return base + ", " + factor + " times as fast";
    }
}

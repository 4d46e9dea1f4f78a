/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;

/** A timekeeper of which a test changes one thing. */
class DelegatingTimekeeper implements Timekeeper {

    private final Timekeeper delegate;

    DelegatingTimekeeper(Timekeeper delegate) {
        this.delegate = delegate;
    }

    @Override
    public Instant now() {
        return delegate.now();
    }

    @Override
    public long nanoTime() {
        return delegate.nanoTime();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        delegate.sleep(duration);
    }

    @Override
    public void await(Condition condition, Duration duration) throws InterruptedException {
        delegate.await(condition, duration);
    }

    @Override
    public double random() {
        return delegate.random();
    }
}

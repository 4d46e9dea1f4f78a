/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.retry.internal.RetryImpl;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * The resilience4j {@link Retry} of one destination, so that its registry, events and metrics show our retries.
 *
 * <p>It is driven by hand through {@link Retry#asyncContext()}, which decides without sleeping: every failure carries
 * the delay that the policy has chosen, and the interval function hands it back. resilience4j moves no counter when an
 * interval function stops a retry that had begun; that one counter is kept here.
 */
// RetryImpl declares its two context methods raw; none is overridden here
@SuppressWarnings({"rawtypes", "unchecked"})
final class MailRetry extends RetryImpl<Object> {

    private static final long STOP = -1;

    private static final RetryConfig CONFIG = RetryConfig.custom()
            .maxAttempts(Integer.MAX_VALUE)
            .retryOnException(MailRetry::isRetried)
            .intervalBiFunction((attempt, failure) -> interval(failure))
            .build();

    private final LongAdder stoppedLater = new LongAdder();
    private final Metrics metrics = new CompletedMetrics();

    private MailRetry(String name) {
        super(name, CONFIG);
    }

    /** The one of this name in the registry, added to it if need be. */
    static MailRetry in(RetryRegistry registry, String name) {
        synchronized (registry) {
            if (registry.find(name).orElse(null) instanceof MailRetry known) {
                return known;
            }
            MailRetry created = new MailRetry(name);
            registry.retry(name, CONFIG);
            registry.replace(name, created);
            return created;
        }
    }

    /** The course of one delivery. */
    AsyncContext<Object> begin() {
        return asyncContext();
    }

    private static boolean isRetried(Throwable failure) {
        return !(failure instanceof AttemptFailedException failed && failed.stopsAtOnce());
    }

    private static long interval(Either<Throwable, Object> failure) {
        return failure.getLeft() instanceof AttemptFailedException failed
                ? failed.delay().map(Duration::toMillis).orElse(STOP)
                : STOP;
    }

    /** Tells resilience4j of a failure; the delay that comes back is the one that went in. */
    void failed(AsyncContext<Object> context, AttemptFailedException failure) {
        long interval = context.onError(failure);
        if (interval < 0 && !failure.stopsAtOnce()) {
            stoppedLater.increment();
        }
    }

    @Override
    public Metrics getMetrics() {
        // asked for by nobody before construction ends
        return metrics;
    }

    private Metrics counted() {
        return super.getMetrics();
    }

    /** resilience4j's own counters, with the one it forgets. */
    private final class CompletedMetrics implements Metrics {

        @Override
        public long getNumberOfSuccessfulCallsWithoutRetryAttempt() {
            return counted().getNumberOfSuccessfulCallsWithoutRetryAttempt();
        }

        @Override
        public long getNumberOfFailedCallsWithoutRetryAttempt() {
            return counted().getNumberOfFailedCallsWithoutRetryAttempt();
        }

        @Override
        public long getNumberOfSuccessfulCallsWithRetryAttempt() {
            return counted().getNumberOfSuccessfulCallsWithRetryAttempt();
        }

        @Override
        public long getNumberOfFailedCallsWithRetryAttempt() {
            return counted().getNumberOfFailedCallsWithRetryAttempt() + stoppedLater.sum();
        }

        @Override
        public long getNumberOfTotalCalls() {
            return counted().getNumberOfTotalCalls();
        }
    }
}

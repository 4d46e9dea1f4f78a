/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at blocking work from outside at regular intervals, because a thread that is stuck in a write cannot look at
 * itself: Java's sockets know no write timeout. One thread serves all; it exists only while somebody is watched.
 * Thread-safe.
 */
public final class Watchdog {

    /** How often everybody is looked at. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    /** Somebody who is looked at. */
    @FunctionalInterface
    public interface Watched {
        /** Called once every {@link #INTERVAL}, by the one watching thread: it must return at once. */
        void look();
    }

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledThreadPoolExecutor executor;
    private @Nullable ScheduledFuture<?> rounds;

    Watchdog() {
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "resilience4mail-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setKeepAliveTime(2 * INTERVAL.toSeconds(), TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * Begins to watch.
     *
     * @param somebody to be looked at until {@link #release}
     */
    public synchronized void watch(Watched somebody) {
        watched.add(somebody);
        if (rounds == null) {
            long seconds = INTERVAL.toSeconds();
            rounds = executor.scheduleWithFixedDelay(this::round, seconds, seconds, TimeUnit.SECONDS);
        }
    }

    /**
     * Ends to watch.
     *
     * @param somebody who may be unknown
     */
    public void release(Watched somebody) {
        watched.remove(somebody);
    }

    private void round() {
        watched.forEach(Watchdog::lookAt);
        stopIfIdle();
    }

    /** An exception would end the rounds for everybody, in silence. */
    private static void lookAt(Watched somebody) {
        try {
            somebody.look();
        } catch (RuntimeException e) {
            LOG.warn(
                    "the watchdog could not look after {}: {}",
                    somebody.getClass().getName(),
                    e.toString());
        }
    }

    private synchronized void stopIfIdle() {
        if (watched.isEmpty() && rounds != null) {
            rounds.cancel(false);
            rounds = null;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** By what the lanes of this machine that have nothing to do are told of work. Thread-safe. */
final class WakeUps {

    private final Timekeeper timekeeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Attendance> destinations = new HashMap<>();
    private boolean stopping;

    WakeUps(Timekeeper timekeeper) {
        this.timekeeper = timekeeper;
    }

    /** Who is there for a destination, and how often they were called. */
    private static final class Attendance {
        private int lanes;
        private int idle;
        private long calls;
    }

    /** A lane begins to attend to a destination. */
    void begins(String destination) {
        lock.lock();
        try {
            destinations.computeIfAbsent(destination, d -> new Attendance()).lanes++;
        } finally {
            lock.unlock();
        }
    }

    void ends(String destination) {
        lock.lock();
        try {
            if (--there(destination).lanes == 0) {
                destinations.remove(destination);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the idle lanes of a destination; how many there were. Those that are about to be idle hear of it, too. */
    int wake(String destination) {
        lock.lock();
        try {
            Attendance there = destinations.get(destination);
            if (there == null) {
                return 0;
            }
            there.calls++;
            changed.signalAll();
            return there.idle;
        } finally {
            lock.unlock();
        }
    }

    /** Only for a lane between {@link #begins} and {@link #ends}. */
    private Attendance there(String destination) {
        return Objects.requireNonNull(destinations.get(destination));
    }

    /** How often the lanes of a destination have been called; to be asked before looking for work. */
    long calls(String destination) {
        lock.lock();
        try {
            return there(destination).calls;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for work.
     *
     * @param heard how many {@linkplain #calls calls} there had been before the last look: one that came since is not missed
     * @return false if there was no other call in that time, or if this machine stops
     */
    boolean await(String destination, long heard, Duration longest) throws InterruptedException {
        lock.lock();
        Attendance there = there(destination);
        there.idle++;
        try {
            long end = timekeeper.nanoTime() + longest.toNanos();
            long left = longest.toNanos();
            while (there.calls == heard && left > 0 && !stopping) {
                timekeeper.await(changed, Duration.ofNanos(left));
                left = end - timekeeper.nanoTime();
            }
            return there.calls != heard && !stopping;
        } finally {
            there.idle--;
            lock.unlock();
        }
    }

    /** Lets all lanes end. */
    void stop() {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets lanes run again. */
    void resume() {
        lock.lock();
        try {
            stopping = false;
        } finally {
            lock.unlock();
        }
    }

    boolean isStopping() {
        lock.lock();
        try {
            return stopping;
        } finally {
            lock.unlock();
        }
    }
}

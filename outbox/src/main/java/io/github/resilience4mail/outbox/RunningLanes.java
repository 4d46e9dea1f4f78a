/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Which lanes run on this machine, and by what those that have nothing to do are told of work. Thread-safe. */
final class RunningLanes {

    private final Timekeeper timekeeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Attendance> destinations = new HashMap<>();
    private boolean stopping;

    RunningLanes(Timekeeper timekeeper) {
        this.timekeeper = timekeeper;
    }

    /** Who is there for a destination, and how often they were called. */
    private static final class Attendance {
        private final SortedSet<Integer> lanes = new TreeSet<>();
        private int idle;
        private long calls;
    }

    void begins(String destination, int index) {
        lock.lock();
        try {
            destinations
                    .computeIfAbsent(destination, d -> new Attendance())
                    .lanes
                    .add(index);
        } finally {
            lock.unlock();
        }
    }

    void ends(String destination, int index) {
        lock.lock();
        try {
            Attendance there = there(destination);
            there.lanes.remove(index);
            if (there.lanes.isEmpty()) {
                destinations.remove(destination);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How many lanes of a destination there are at least: they are opened from 0 on, wherever they run. */
    int atLeast(String destination) {
        lock.lock();
        try {
            Attendance there = destinations.get(destination);
            return there == null ? 0 : there.lanes.last() + 1;
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

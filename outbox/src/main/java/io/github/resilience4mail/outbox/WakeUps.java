/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** By what the lanes of this machine that have nothing to do are told of work. Thread-safe. */
final class WakeUps {

    private final Timekeeper timekeeper;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Integer> idle = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private boolean stopping;

    WakeUps(Timekeeper timekeeper) {
        this.timekeeper = timekeeper;
    }

    /** Wakes the idle lanes of a destination; how many there were. */
    int wake(String destination) {
        lock.lock();
        try {
            int sleepers = idle.getOrDefault(destination, 0);
            if (sleepers > 0) {
                calls.merge(destination, 1, Integer::sum);
                changed.signalAll();
            }
            return sleepers;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for work. False if there was no call for it in that time, or if this machine stops. */
    boolean await(String destination, Duration longest) throws InterruptedException {
        lock.lock();
        try {
            int before = calls.getOrDefault(destination, 0);
            idle.merge(destination, 1, Integer::sum);
            long end = timekeeper.nanoTime() + longest.toNanos();
            boolean called = false;
            for (long left = longest.toNanos(); !called && left > 0 && !stopping; left = end - timekeeper.nanoTime()) {
                timekeeper.await(changed, Duration.ofNanos(left));
                called = calls.getOrDefault(destination, 0) != before;
            }
            return called && !stopping;
        } finally {
            if (idle.merge(destination, -1, Integer::sum) == 0) {
                idle.remove(destination);
                calls.remove(destination);
            }
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

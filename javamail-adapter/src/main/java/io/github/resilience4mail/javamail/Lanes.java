/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All lanes of a bulk sender. Guarded by the lock of its scheduler, but for the threads. */
final class Lanes {

    private final Set<Lane> lanes = new HashSet<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private int idle;
    private int connectionsOfEnded;

    void add(Lane lane) {
        lanes.add(lane);
    }

    /** It will never have a connection. */
    void dismiss(Lane lane) {
        lanes.remove(lane);
    }

    /** It has ended. */
    void remove(Lane lane) {
        connectionsOfEnded += lane.transport().connectionsMade();
        lanes.remove(lane);
    }

    int size() {
        return lanes.size();
    }

    /** One begins to wait for work. */
    void idles() {
        idle++;
    }

    /** One has waited. */
    void wakes() {
        idle--;
    }

    /** Whether any waits for work. */
    boolean hasIdle() {
        return idle > 0;
    }

    /** Whether there is none, or one that waits for work. */
    boolean isUnused() {
        return idle > 0 || lanes.isEmpty();
    }

    /** How many have begun: an executor that was shut down may have dropped others. */
    long begun() {
        return lanes.stream().filter(Lane::hasBegun).count();
    }

    /** How many connections were made so far. */
    int connections() {
        return connectionsOfEnded
                + lanes.stream()
                        .mapToInt(lane -> lane.transport().connectionsMade())
                        .sum();
    }

    /** The current thread works on a lane. */
    void enter() {
        threads.add(Thread.currentThread());
    }

    void exit() {
        threads.remove(Thread.currentThread());
    }

    /** Whether a lane itself is calling, from a callback on one of its messages. */
    boolean isCalling() {
        return threads.contains(Thread.currentThread());
    }
}

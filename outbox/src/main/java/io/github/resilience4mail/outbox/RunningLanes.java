/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which lanes run on this machine. Thread-safe. */
final class RunningLanes {

    private final Map<String, SortedSet<Integer>> running = new HashMap<>();

    synchronized void begins(String destination, int index) {
        running.computeIfAbsent(destination, d -> new TreeSet<>()).add(index);
    }

    synchronized void ends(String destination, int index) {
        SortedSet<Integer> lanes = running.get(destination);
        if (lanes != null && lanes.remove(index) && lanes.isEmpty()) {
            running.remove(destination);
        }
    }

    /** How many lanes of a destination there are at least: they are opened from 0 on, wherever they run. */
    synchronized int atLeast(String destination) {
        SortedSet<Integer> lanes = running.get(destination);
        return lanes == null ? 0 : lanes.last() + 1;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.throttle.LaneSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All destinations of a bulk sender. Those with work are few, as many as there are messages in the queue at the most;
 * what was learnt of the others is kept for a bounded number of them. Guarded by the lock of its scheduler.
 */
final class Destinations {

    /** What is forgotten beyond this has to be found out again, which costs a refusal or two. */
    private static final int MAX_KNOWN = 10_000;

    private final Destination.Bounds bounds;
    private final Set<Destination> busy = new LinkedHashSet<>();
    private final Map<String, Destination> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Destination> eldest) {
            return size() > MAX_KNOWN && eldest.getValue().isIdle();
        }
    };

    Destinations(Destination.Bounds bounds) {
        this.bounds = bounds;
    }

    Destination add(String key, BulkJob job) {
        Destination destination = known.computeIfAbsent(key, k -> new Destination(bounds));
        destination.addLast(job);
        busy.add(destination);
        return destination;
    }

    /** How each of them stands that is known, in no particular order. */
    List<LaneSnapshot> snapshots(Instant now) {
        List<LaneSnapshot> all = new ArrayList<>(known.size());
        known.forEach((key, destination) -> all.add(destination.snapshot(key, now)));
        return List.copyOf(all);
    }

    /** Who should have the next lane: among those who want one, who has the fewest. */
    Optional<Destination> mostInNeed(Instant now) {
        busy.removeIf(Destination::isIdle);
        Destination most = null;
        for (Destination destination : busy) {
            if ((most == null || destination.lanes() < most.lanes()) && destination.wantsLane(now)) {
                most = destination;
            }
        }
        return Optional.ofNullable(most);
    }

    /** Whether anybody but this one wants a lane. */
    boolean othersWant(Destination one, Instant now) {
        return busy.stream().anyMatch(d -> d != one && d.wantsLane(now));
    }

    /** How many messages nobody could send now. */
    int parked(Instant now) {
        return busy.stream().mapToInt(d -> d.parked(now)).sum();
    }

    /** Takes out those who cannot wait until their destination is open again, with what keeps it closed. */
    Map<BulkJob, Destination.Pause> takeHopeless(Instant now) {
        Map<BulkJob, Destination.Pause> hopeless = new LinkedHashMap<>();
        for (Destination destination : busy) {
            for (BulkJob job : destination.takeHopeless(now)) {
                hopeless.put(job, destination.pause(now));
            }
        }
        return hopeless;
    }

    /** When something changes by itself; {@link Instant#MAX} if nothing does. */
    Instant nextChange(Instant now) {
        return busy.stream()
                .map(d -> d.nextChange(now))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** Takes a message out; false if it does not wait anywhere. */
    boolean remove(BulkJob job) {
        return busy.stream().anyMatch(d -> d.remove(job));
    }

    /** Takes all messages out. */
    List<BulkJob> drain() {
        List<BulkJob> all = new ArrayList<>();
        busy.forEach(d -> d.drain().forEach(all::add));
        return all;
    }
}

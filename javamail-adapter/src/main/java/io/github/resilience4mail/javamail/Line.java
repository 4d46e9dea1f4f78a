/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for one destination: those that may go, those that are due later, and those that were
 * greylisted, who all wait equally long, however long that turns out to be. Guarded by the lock of its scheduler.
 */
final class Line {

    private record Waiting(BulkJob job, Instant until) {}

    private final Deque<BulkJob> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::until));
    private final Deque<BulkJob> greylisted = new ArrayDeque<>();

    void addLast(BulkJob job) {
        ready.addLast(job);
    }

    /** Puts a job back that has not been tried. */
    void addFirst(BulkJob job) {
        ready.addFirst(job);
    }

    /** Puts a job back that has been tried: at the head, or aside until it is due. */
    void putBack(BulkJob job, InstantSource clock) {
        // asked before the clock is read: otherwise it would be taken out a moment before anybody is due
        Duration wait = job.untilNextAttempt();
        if (wait.isZero()) {
            ready.addFirst(job);
        } else {
            waiting.add(new Waiting(job, clock.instant().plus(wait)));
        }
    }

    /** Puts a job back until the others that were greylisted before it have shown how long that takes. */
    void putBackGreylisted(BulkJob job) {
        greylisted.addLast(job);
    }

    /** How many may go now, as far as the lanes have to know; a greylisted one goes ahead of the others. */
    int ready(Duration greylistDelay, Instant now) {
        while (!waiting.isEmpty() && !waiting.peek().until().isAfter(now)) {
            ready.addLast(waiting.remove().job());
        }
        return ready.size() + (isGreylistedDue(greylistDelay, now) ? 1 : 0);
    }

    private boolean isGreylistedDue(Duration delay, Instant now) {
        return !greylisted.isEmpty()
                && !greylisted.getFirst().greylistEnd(delay).isAfter(now);
    }

    /** The next one of those who may go now; there is one. */
    BulkJob take() {
        return ready.isEmpty() ? greylisted.removeFirst() : ready.removeFirst();
    }

    /** When somebody becomes due who is not yet; {@link Instant#MAX} if nobody does. */
    Instant nextDue(Duration greylistDelay) {
        Waiting later = waiting.peek();
        BulkJob passing = greylisted.peekFirst();
        Instant due = later == null ? Instant.MAX : later.until();
        Instant end = passing == null ? Instant.MAX : passing.greylistEnd(greylistDelay);
        return end.isBefore(due) ? end : due;
    }

    /** How many wait for a time of their own. */
    int parked() {
        return waiting.size() + greylisted.size();
    }

    int size() {
        return ready.size() + parked();
    }

    /** Takes out those for whom something holds. */
    List<BulkJob> takeAll(Predicate<BulkJob> predicate) {
        List<BulkJob> taken = new ArrayList<>();
        Predicate<BulkJob> takes = job -> predicate.test(job) && taken.add(job);
        ready.removeIf(takes);
        waiting.removeIf(w -> takes.test(w.job()));
        greylisted.removeIf(takes);
        return taken;
    }

    /** Takes one out; false if it is not there. */
    boolean remove(@Nullable BulkJob job) {
        return ready.remove(job) || greylisted.remove(job) || waiting.removeIf(w -> w.job() == job);
    }
}

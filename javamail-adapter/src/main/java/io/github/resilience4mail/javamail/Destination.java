/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.throttle.LaneEvent;
import io.github.resilience4mail.throttle.LaneLimit;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.throttle.LaneSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What waits for one destination, and what the destination bears. Guarded by the lock of its scheduler. */
final class Destination {

    private record Waiting(BulkJob job, Instant until) {}

    /**
     * What the user allows.
     *
     * @param limits of lanes, messages and pauses
     * @param patience how long it may refuse everything before those behind are told
     */
    record Bounds(LaneSettings limits, Duration patience) {}

    /**
     * Why nothing goes there now.
     *
     * @param until when that ends
     * @param why what an attempt has brought
     */
    record Pause(Instant until, @Nullable AttemptResult why) {}

    private final Deque<BulkJob> ready = new ArrayDeque<>();
    private final PriorityQueue<Waiting> waiting = new PriorityQueue<>(Comparator.comparing(Waiting::until));
    private final Bounds bounds;
    private LaneLimit limit;
    private @Nullable AttemptResult refusal;
    private @Nullable Instant refusingSince;
    private int lanes;
    private int idleLanes;
    private final Set<Lane> proven = new HashSet<>();

    Destination(Bounds bounds) {
        this.bounds = bounds;
        limit = LaneLimit.of(bounds.limits());
    }

    void addLast(BulkJob job) {
        ready.addLast(job);
    }

    /** Puts a job back that has been tried: at the head of the line, or aside until it is due. */
    void putBack(BulkJob job, InstantSource clock) {
        // asked before the clock is read: otherwise it would be taken out a moment before anybody is due
        Duration wait = job.untilNextAttempt();
        if (wait.isZero()) {
            ready.addFirst(job);
        } else {
            waiting.add(new Waiting(job, clock.instant().plus(wait)));
        }
    }

    /** The next job that may start now, or null. */
    @Nullable
    BulkJob take(Instant now) {
        moveDue(now);
        if (ready.isEmpty() || limit.nextStart(now).isAfter(now)) {
            return null;
        }
        limit = limit.on(new LaneEvent.Started(), now);
        return ready.removeFirst();
    }

    private void moveDue(Instant now) {
        while (!waiting.isEmpty() && !waiting.peek().until().isAfter(now)) {
            ready.addLast(waiting.remove().job());
        }
    }

    /** Whether another lane would find work that it may do, and that no idle one is about to take. */
    boolean wantsLane(Instant now) {
        moveDue(now);
        return ready.size() > idleLanes
                && lanes < limit.lanes()
                && !limit.nextConnect(now).isAfter(now)
                && !limit.nextStart(now).isAfter(now);
    }

    /**
     * Takes out those who cannot wait until the present pause ends, also if they are not due before; and, where
     * everything has been refused for longer than any of them would wait, all who have not been tried.
     */
    List<BulkJob> takeHopeless(Instant now) {
        Instant end = limit.nextStart(now);
        if (!end.isAfter(now)) {
            return List.of();
        }
        boolean patienceIsOver = refusingSince != null && !now.isBefore(refusingSince.plus(bounds.patience()));
        Predicate<BulkJob> isHopeless = job -> job.deadline(now).isBefore(end) || (patienceIsOver && !job.hasBegun());
        List<BulkJob> hopeless = new ArrayList<>();
        ready.removeIf(job -> isHopeless.test(job) && hopeless.add(job));
        waiting.removeIf(w -> isHopeless.test(w.job()) && hopeless.add(w.job()));
        return hopeless;
    }

    /** The present pause, or that there is none. */
    Pause pause(Instant now) {
        return new Pause(limit.nextStart(now), refusal);
    }

    /** When something changes by itself: a pause ends, a job becomes due. */
    Optional<Instant> nextChange(Instant now) {
        Stream<Instant> pause = ready.isEmpty()
                ? Stream.empty()
                : Stream.of(limit.nextStart(now), limit.nextConnect(now)).filter(at -> at.isAfter(now));
        Stream<Instant> due =
                waiting.isEmpty() ? Stream.empty() : Stream.of(waiting.element().until());
        return Stream.concat(pause, due).min(Comparator.naturalOrder());
    }

    /** Whether nothing of it is left: no message, no lane. */
    boolean isIdle() {
        return ready.isEmpty() && waiting.isEmpty() && lanes == 0;
    }

    /** How many lanes it has. */
    int lanes() {
        return lanes;
    }

    /** Takes one out; false if it is not there. */
    boolean remove(BulkJob job) {
        return ready.remove(job) || waiting.removeIf(w -> w.job() == job);
    }

    /** Takes everything out. */
    Stream<BulkJob> drain() {
        Stream<BulkJob> all =
                Stream.concat(ready.stream().toList().stream(), waiting.stream().map(Waiting::job).toList().stream());
        ready.clear();
        waiting.clear();
        return all;
    }

    /** One is about to take its first job. */
    void laneOpened() {
        lanes++;
        idleLanes++;
    }

    /** One of its lanes has nothing to do: it keeps its connection, and takes what comes next. */
    void laneIdles() {
        idleLanes++;
    }

    void laneWakes() {
        idleLanes--;
    }

    void laneClosed(Lane lane) {
        lanes--;
        proven.remove(lane);
    }

    /** After how many messages a connection is replaced. */
    int messagesPerConnection() {
        return limit.messagesPerConnection();
    }

    /** How it stands. */
    LaneSnapshot snapshot(String name, Instant now) {
        return limit.snapshot(name, lanes, now);
    }

    /** Whether a lane should end because the destination bears fewer. */
    boolean hasTooManyLanes() {
        return lanes > limit.lanes();
    }

    /**
     * Learns from what one attempt brought. The level at which something was accepted or refused counts the connections
     * that are known to be good: those that are still being made prove nothing.
     */
    void learn(Lane lane, Collection<AttemptResult> results, Instant now) {
        boolean accepted = results.stream().anyMatch(AccountStop::isAcceptance);
        lane.attempted(accepted);
        if (lane.isProven()) {
            proven.add(lane);
        } else {
            proven.remove(lane);
        }
        if (accepted) {
            limit = limit.on(new LaneEvent.Accepted(proven.size(), lane.startedAt()), now);
            refusingSince = null;
        }
        for (AttemptResult result : results) {
            Verdict verdict = result.verdict().orElse(null);
            if (verdict != null && verdict.decision() == Decision.RETRY) {
                refused(lane, result, verdict, now);
            }
        }
    }

    private void refused(Lane lane, AttemptResult result, Verdict verdict, Instant now) {
        proven.remove(lane);
        int level = proven.size() + 1;
        if (lane.isProven()) {
            proven.add(lane);
        }
        limit = limit.on(new LaneEvent.Refused(result.phase(), verdict, level, lane.startedAt(), lane.messages()), now);
        if (LaneLimit.concernsAll(verdict, result.phase())) {
            refusal = result;
            refusingSince = refusingSince == null ? now : refusingSince;
        }
        if (verdict.reason() == Reason.TOO_MANY_CONNECTIONS) {
            // the refused one ends, not one of those that are welcome
            lane.leave();
        }
    }
}

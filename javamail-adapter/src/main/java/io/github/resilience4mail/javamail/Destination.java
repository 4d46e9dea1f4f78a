/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.throttle.LaneLimit;
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
     * @param lanes at once, at the most
     * @param longestHint how long a pause that the server has named may be
     * @param longestPause how long one of our own may be
     * @param patience how long it may refuse everything before those behind are told
     */
    record Bounds(int lanes, Duration longestHint, Duration longestPause, Duration patience) {}

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
        limit = LaneLimit.of(bounds.lanes(), bounds.longestPause());
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
        return limit.pausedUntil(now).isPresent() ? null : ready.pollFirst();
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
                && limit.pausedUntil(now).isEmpty();
    }

    /**
     * Takes out those who cannot wait until the present pause ends, also if they are not due before; and, where
     * everything has been refused for longer than any of them would wait, all who have not been tried.
     */
    List<BulkJob> takeHopeless(Instant now) {
        Optional<Instant> end = limit.pausedUntil(now);
        if (end.isEmpty()) {
            return List.of();
        }
        boolean patienceIsOver = refusingSince != null && !now.isBefore(refusingSince.plus(bounds.patience()));
        Predicate<BulkJob> isHopeless =
                job -> job.deadline(now).isBefore(end.get()) || (patienceIsOver && !job.hasBegun());
        List<BulkJob> hopeless = new ArrayList<>();
        ready.removeIf(job -> isHopeless.test(job) && hopeless.add(job));
        waiting.removeIf(w -> isHopeless.test(w.job()) && hopeless.add(w.job()));
        return hopeless;
    }

    /** The present pause, or that there is none. */
    Pause pause(Instant now) {
        return new Pause(limit.pausedUntil(now).orElse(now), refusal);
    }

    /** When something changes by itself: a pause ends, a job becomes due. */
    Optional<Instant> nextChange(Instant now) {
        Stream<Instant> pause = ready.isEmpty() ? Stream.empty() : limit.pausedUntil(now).stream();
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

    void laneOpened() {
        lanes++;
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
            limit = limit.accepted(proven.size(), now);
            refusingSince = null;
        }
        for (AttemptResult result : results) {
            Verdict verdict = result.verdict().orElse(null);
            if (verdict != null && verdict.decision() == Decision.RETRY && concernsAll(verdict, result.phase())) {
                refusal = result;
                refusingSince = refusingSince == null ? now : refusingSince;
                learn(lane, verdict, now);
            }
        }
    }

    private void learn(Lane lane, Verdict verdict, Instant now) {
        Duration hint = atMost(bounds.longestHint(), verdict.hint().orElse(null));
        if (verdict.reason() == Reason.TOO_MANY_CONNECTIONS) {
            proven.remove(lane);
            limit = limit.tooManyConnections(proven.size() + 1, now, hint);
            // the refused one ends, not one of those that are welcome
            lane.leave();
        } else if (verdict.throttle()) {
            limit = limit.tooMuch(now, hint == null ? atMost(bounds.longestPause(), longDelay(verdict)) : hint);
        } else {
            limit = limit.tooMuch(now, hint);
        }
    }

    /** Whether what waits behind would only fail as well: it is asked to be sent less, or cannot be reached at all. */
    private static boolean concernsAll(Verdict verdict, SmtpPhase phase) {
        boolean unreachable = phase.compareTo(SmtpPhase.AUTH) <= 0
                && (verdict.scope() == Scope.DESTINATION || verdict.scope() == Scope.ACCOUNT);
        return unreachable || verdict.throttle() || verdict.reason() == Reason.TOO_MANY_CONNECTIONS;
    }

    private static @Nullable Duration atMost(Duration longest, @Nullable Duration wait) {
        return wait == null || wait.compareTo(longest) <= 0 ? wait : longest;
    }

    /** Hours and days are taken at their word; shorter classes are found out by trying. */
    private static @Nullable Duration longDelay(Verdict verdict) {
        return verdict.delayClass()
                .filter(c -> c.compareTo(DelayClass.MEDIUM) > 0)
                .map(DelayClass::shortest)
                .orElse(null);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.throttle.LaneEvent;
import io.github.resilience4mail.throttle.LaneLimit;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.throttle.LaneSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What waits for one destination, and what the destination bears. Guarded by the lock of its scheduler. */
final class Destination {

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

    private final Line line = new Line();
    private final Bounds bounds;
    private LaneLimit limit;
    private @Nullable AttemptResult refusal;
    private @Nullable Instant refusingSince;
    private boolean scouted;
    private boolean mayBeHopeless;
    private Instant lookedUntil = Instant.MIN;
    private final Set<Lane> lanes = new LinkedHashSet<>();
    private int idleLanes;

    Destination(Bounds bounds) {
        this.bounds = bounds;
        limit = LaneLimit.of(bounds.limits());
    }

    void addLast(BulkJob job) {
        mayBeHopeless = true;
        line.addLast(job);
    }

    /** Puts a job back that has been tried: at the head of the line, or aside until it is due. */
    void putBack(BulkJob job, InstantSource clock) {
        mayBeHopeless = true;
        if (job.isGreylisted() && job.mayWait(limit.greylistDelay())) {
            line.putBackGreylisted(job);
        } else {
            line.putBack(job, clock);
        }
    }

    /** Puts a job back that was taken at that time, and was not sent. */
    void giveBack(BulkJob job, Instant takenAt, InstantSource clock) {
        tell(new LaneEvent.Ended(0, takenAt), clock.instant());
        if (job.hasBegun()) {
            putBack(job, clock);
        } else {
            line.addFirst(job);
        }
    }

    /** The next job that may start now, or null. */
    @Nullable
    BulkJob take(Instant now) {
        if (ready(now) == 0 || limit.nextStart(now).isAfter(now)) {
            return null;
        }
        BulkJob job = line.take();
        tell(new LaneEvent.Started(), now);
        job.greylistedFor(now).ifPresent(waited -> tell(new LaneEvent.GreylistTried(waited), now));
        return job;
    }

    private int ready(Instant now) {
        return line.ready(limit.greylistDelay(), now);
    }

    private void tell(LaneEvent event, Instant now) {
        limit = limit.on(event, now);
    }

    /**
     * Whether another lane would find work that it may do, and that no idle one is about to take. One connection is made
     * after the other: then a quota refuses one, and not as many as there are too many.
     */
    boolean wantsLane(Instant now) {
        return ready(now) > idleLanes
                && lanes.size() < limit.lanes()
                && !isConnecting()
                && !limit.nextConnect(now).isAfter(now)
                && !limit.nextStart(now).isAfter(now);
    }

    private boolean isConnecting() {
        for (Lane lane : lanes) {
            if (lane.isConnecting()) {
                return true;
            }
        }
        return false;
    }

    /** Whether its messages wait because it wants to be left alone. */
    boolean isPaused(Instant now) {
        return limit.pausedUntil(now).isPresent();
    }

    /** How many of its messages nobody could send now. */
    int parked(Instant now) {
        return isPaused(now) ? line.size() : line.parked();
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
        if (!mayBeHopeless && !patienceIsOver && !end.isAfter(lookedUntil)) {
            // each of them has been asked whether it can wait so long
            return List.of();
        }
        mayBeHopeless = false;
        lookedUntil = end;
        Predicate<BulkJob> isHopeless = job -> job.deadline(now).isBefore(end) || (patienceIsOver && !job.hasBegun());
        return line.takeAll(isHopeless);
    }

    /** The present pause, or that there is none. */
    Pause pause(Instant now) {
        return new Pause(limit.nextStart(now), refusal);
    }

    /** When something changes by itself: a pause ends, a job becomes due; {@link Instant#MAX} if nothing does. */
    Instant nextChange(Instant now) {
        Instant next = earlier(line.nextDue(limit.greylistDelay()), Instant.MAX, now);
        if (ready(now) == 0) {
            return next;
        }
        return earlier(limit.nextConnect(now), earlier(limit.nextStart(now), next, now), now);
    }

    /** The earlier of two instants, the first of which counts only if it is still to come. */
    private static Instant earlier(Instant one, Instant other, Instant now) {
        return one.isAfter(now) && one.isBefore(other) ? one : other;
    }

    /** Whether nothing of it is left: no message, no lane. */
    boolean isIdle() {
        return line.size() == 0 && lanes.isEmpty();
    }

    /** How many lanes it has. */
    int lanes() {
        return lanes.size();
    }

    /** Takes one out; false if it is not there. */
    boolean remove(BulkJob job) {
        return line.remove(job);
    }

    /** Takes everything out. */
    Stream<BulkJob> drain() {
        return line.takeAll(job -> true).stream();
    }

    /** One is about to take its first job. */
    void laneOpened(Lane lane) {
        lanes.add(lane);
        idleLanes++;
    }

    /** The connection of one was made. */
    void laneConnected(Lane lane, Instant now) {
        lane.connected();
        tell(new LaneEvent.Connected(level(lane, SmtpPhase.CONNECT), lane.startedAt()), now);
    }

    /** What one has taken was not sent at all. */
    void laneWithoutUse(Lane lane, Instant now) {
        tell(new LaneEvent.Ended(0, lane.startedAt()), now);
    }

    /** One of its lanes has nothing to do: it keeps its connection, and takes what comes next. */
    void laneIdles() {
        idleLanes++;
    }

    void laneWakes() {
        idleLanes--;
    }

    void laneClosed(Lane lane, Instant now) {
        lanes.remove(lane);
        if (lane.hasConnected()) {
            tell(new LaneEvent.Disconnected(), now);
        }
    }

    /** After how many messages a connection is replaced. */
    int messagesPerConnection() {
        return limit.messagesPerConnection();
    }

    /** How it stands. */
    LaneSnapshot snapshot(String name, Instant now) {
        return limit.snapshot(name, lanes.size(), now);
    }

    /** Whether a lane should end because the destination bears fewer. */
    boolean hasTooManyLanes() {
        return lanes.size() > limit.lanes();
    }

    /** Learns from what one attempt brought. */
    void learn(Lane lane, BulkJob job, Collection<AttemptResult> results, Instant now) {
        boolean accepted = false;
        AttemptResult throttling = null;
        for (AttemptResult result : results) {
            accepted |= AccountStop.isAcceptance(result);
            if (throttling == null && concernsAll(result)) {
                throttling = result;
            }
        }
        lane.attempted(throttling == null);
        if (accepted) {
            tell(new LaneEvent.Accepted(proven(), lane.startedAt()), now);
            refusingSince = null;
        }
        if (throttling != null) {
            refused(lane, throttling, now);
        } else if (!accepted) {
            tell(new LaneEvent.Ended(proven(), lane.startedAt()), now);
        }
        greylist(lane, job, results, accepted, now);
    }

    private static boolean concernsAll(AttemptResult result) {
        Verdict verdict = result.verdict().orElse(null);
        return verdict != null
                && verdict.decision() == Decision.RETRY
                && (verdict.reason() == Reason.SESSION_LIMIT || LaneLimit.concernsAll(verdict, result.phase()));
    }

    private void refused(Lane lane, AttemptResult result, Instant now) {
        Verdict verdict = result.verdict().orElseThrow();
        SmtpPhase phase = result.phase();
        tell(new LaneEvent.Refused(phase, verdict, level(lane, phase), lane.startedAt(), lane.messages()), now);
        if (verdict.reason() == Reason.SESSION_LIMIT) {
            return;
        }
        refusal = result;
        refusingSince = refusingSince == null ? now : refusingSince;
        if (verdict.reason() == Reason.TOO_MANY_CONNECTIONS) {
            // the refused one ends, not one of those that are welcome
            lane.leave(now);
        }
    }

    /** How many connections there were when one was refused, or a message on it, this one included. */
    private int level(Lane lane, SmtpPhase phase) {
        if (phase == SmtpPhase.END_OF_DATA) {
            return lanes.size() - idleLanes;
        }
        return 1 + (int) lanes.stream().filter(lane::isYoungerThan).count();
    }

    private int proven() {
        int proven = 0;
        for (Lane lane : lanes) {
            proven += lane.isProven() ? 1 : 0;
        }
        return proven;
    }

    private void greylist(Lane lane, BulkJob job, Collection<AttemptResult> results, boolean accepted, Instant now) {
        if (results.stream().anyMatch(Destination::isGreylist)) {
            Duration waited = job.greylistedFor(lane.startedAt()).orElse(Duration.ZERO);
            // the first one ever is tried again by the policy: greylists of seconds exist
            job.greylisted(now, !scouted);
            scouted = true;
            tell(new LaneEvent.Greylisted(waited), now);
        } else if (accepted && job.isGreylisted()) {
            tell(
                    new LaneEvent.GreylistPassed(
                            job.greylistedFor(lane.startedAt()).orElseThrow()),
                    now);
        }
    }

    /** Who names the time need not be found out. */
    private static boolean isGreylist(AttemptResult result) {
        Verdict verdict = result.verdict().orElse(null);
        return verdict != null
                && verdict.reason() == Reason.GREYLISTED
                && verdict.hint().isEmpty();
    }
}

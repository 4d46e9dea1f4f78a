/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.throttle.LaneSnapshot;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which message goes over which lane, and when. All its state is under one lock; sending, and completing
 * futures, happen outside of it.
 */
final class BulkScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(BulkSender.class);

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final BulkSettings settings;
    private final Timekeeper timekeeper;
    private final InstantSource clock;
    private final Executor executor;
    private final Supplier<RetryingSmtpTransport> transports;
    private final ReentrantLock lock = new ReentrantLock();
    /** For lanes without work, and for who waits until all have ended. */
    private final Condition changed = lock.newCondition();
    /** For the dispatcher. */
    private final Condition alarm = lock.newCondition();

    private Instant alarmAt = Instant.MIN;
    private final Destinations destinations;
    private State state = State.OPEN;
    private final AccountStop account = new AccountStop();
    private boolean dispatching;
    private final Lanes lanes = new Lanes();
    private final QueueRoom room;
    private final Endings endings;

    BulkScheduler(
            BulkSettings settings,
            Timekeeper timekeeper,
            Executor executor,
            Supplier<RetryingSmtpTransport> transports) {
        this.settings = settings;
        this.destinations = new Destinations(settings.bounds());
        this.timekeeper = timekeeper;
        // as each delivery has: a clock that somebody sets neither shortens nor stretches a wait
        this.clock = timekeeper.anchored();
        this.executor = executor;
        this.transports = transports;
        this.room = new QueueRoom(settings.queue(), destinations::parked, clock, lock);
        this.endings = new Endings(this::forget);
    }

    /** Takes a job in, or waits while there are as many as may be; a lane that waited for itself would wait for ever. */
    void submit(String key, BulkJob job) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            room.await(() -> isWanted() && !lanes.isCalling());
            if (state != State.OPEN) {
                throw new IllegalStateException("the bulk sender is closed: submit before closing it");
            }
            room.add();
            Destination destination = destinations.add(key, job);
            if (destination.isPaused(clock.instant())) {
                room.addParked();
            }
            endWhatCannotGoOn();
            dispatch();
            wakeFor(destination);
        } finally {
            lock.unlock();
        }
        endings.tell();
    }

    private boolean isWanted() {
        return state == State.OPEN && account.refusal() == null;
    }

    /** Wakes whom a change of one destination may concern, and nobody else: most messages just go through. */
    private void wakeFor(Destination destination) {
        if (lanes.hasIdle()) {
            changed.signalAll();
        }
        if (destination.nextChange(clock.instant()).isBefore(alarmAt)) {
            alarm.signal();
        }
        makeRoom();
    }

    private void makeRoom() {
        if (isWanted()) {
            room.make(lanes.isUnused());
        } else {
            room.wakeAll();
        }
    }

    /**
     * Takes a job out whose caller does not want it any more. One that is in flight ends as it ends, and is not tried
     * again.
     */
    void cancel(BulkJob job) {
        locked(() -> {
            if (destinations.remove(job)) {
                endings.add(job, j -> j.abandon(clock.instant()));
            }
        });
        endings.tell();
    }

    /** Messages that need not wait any longer: their account is stopped, or their destination pauses for too long. */
    private void endWhatCannotGoOn() {
        if (state != State.OPEN) {
            // what was in flight when the sender began to close, and has just been put back
            endAll();
        }
        AttemptResult refusal = account.refusal();
        if (refusal != null) {
            // also what was in flight when the account was stopped, and has just been put back
            destinations.drain().forEach(job -> endings.add(job, j -> j.refuse(refusal)));
        }
        destinations.takeHopeless(clock.instant()).forEach((job, pause) -> endings.add(job, j -> j.abandon(pause)));
    }

    /** Nothing more will be sent: what still waits is deferred. */
    private void endAll() {
        state = state == State.OPEN ? State.CLOSING : state;
        Instant now = clock.instant();
        destinations.drain().forEach(job -> endings.add(job, j -> j.abandon(now)));
        wakeAll();
    }

    /** Opens the lanes for which there is work, and sees to it that somebody looks again when that changes by itself. */
    private void dispatch() {
        Instant now = clock.instant();
        while (lanes.size() < settings.lanesInAll() && state == State.OPEN) {
            Optional<Destination> destination = destinations.mostInNeed(now);
            if (destination.isEmpty()) {
                break;
            }
            open(destination.get());
        }
        if (!dispatching && !room.isEmpty() && state == State.OPEN) {
            dispatching = execute(this::runDispatcher);
        }
    }

    private void wakeAll() {
        changed.signalAll();
        room.wakeAll();
        alarm.signalAll();
    }

    private void open(Destination destination) {
        Lane lane = new Lane(destination, transports.get());
        lanes.add(lane);
        if (!execute(() -> runLane(lane))) {
            lanes.dismiss(lane);
            lane.leave(clock.instant());
        }
    }

    /** False if the caller's executor takes no more: then nothing more can be sent. */
    private boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.warn("the executor runs no more lanes, so the messages that wait are deferred: {}", e.toString());
            endAll();
            return false;
        }
    }

    /** Wakes when a pause ends or a message becomes due. */
    private void runDispatcher() {
        lock.lock();
        try {
            while (!room.isEmpty() && state == State.OPEN) {
                dispatch();
                Instant now = clock.instant();
                Instant next = destinations.nextChange(now);
                if (next.isBefore(Instant.MAX) && lanes.size() < settings.lanesInAll()) {
                    alarmAt = next;
                    timekeeper.await(alarm, Duration.between(now, next));
                } else {
                    alarmAt = Instant.MAX;
                    alarm.await();
                }
                // awake: it looks again before it sleeps
                alarmAt = Instant.MIN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            endAll();
        } finally {
            dispatching = false;
            lock.unlock();
        }
        endings.tell();
    }

    /** One connection's worth of work. */
    private void runLane(Lane lane) {
        lanes.enter();
        try {
            BulkJob job = next(lane, false);
            while (job != null) {
                job = next(lane, work(lane, job));
            }
            lane.transport().close();
        } finally {
            end(lane);
            endings.tell();
            lanes.exit();
        }
    }

    private void end(Lane lane) {
        locked(() -> {
            giveBackAhead(lane);
            lanes.remove(lane);
            lane.leave(clock.instant());
            endWhatCannotGoOn();
            dispatch();
            wakeAll();
        });
    }

    /**
     * While a lane's message is on its way: the one after it, whose envelope may follow at once. Only where one has been
     * answered before: the first one finds out whether the account is welcome.
     */
    private @Nullable BulkJob follower(Lane lane) {
        lock.lock();
        try {
            Destination destination = lane.destination();
            boolean mayFollow = lane.transport().messagesOnConnection() < destination.messagesPerConnection()
                    && lane.isProven()
                    && !lane.hasAhead()
                    && mayGoOn(lane);
            Instant now = clock.instant();
            BulkJob job = mayFollow ? destination.take(now) : null;
            if (job != null) {
                lane.sendsAhead(job, now);
            }
            return job;
        } finally {
            lock.unlock();
        }
    }

    /** What was to follow on a lane does not, now that the message ahead of it has been answered. */
    private void giveBackAhead(Lane lane) {
        BulkJob job = lane.takeAhead();
        if (job != null) {
            lane.destination().giveBack(job, lane.aheadSince(), clock);
        }
    }

    private boolean mayFollow(Lane lane) {
        return mayGoOn(lane) && !lane.destination().isPaused(clock.instant());
    }

    /**
     * The next job of a destination, waiting for one as long as the connection may be idle; null to end the lane.
     *
     * @param told whether the one before it has ended, and everybody knows
     */
    private @Nullable BulkJob next(Lane lane, boolean told) {
        Destination destination = lane.destination();
        lock.lock();
        try {
            if (told) {
                removeOne();
            }
            lane.begin();
            BulkJob ahead = mayGoOn(lane) ? lane.takeAhead() : null;
            if (ahead != null) {
                lane.start(lane.aheadSince());
                return ahead;
            }
            Instant start = clock.instant();
            while (mayGoOn(lane)) {
                Instant now = clock.instant();
                BulkJob job = destination.take(now);
                Duration left = settings.idle().minus(Duration.between(start, now));
                if (job != null || left.isNegative() || left.isZero() || somebodyElseWants(destination, now)) {
                    lane.start(now);
                    return job;
                }
                lane.idles();
                lanes.idles();
                makeRoom();
                try {
                    timekeeper.await(changed, untilChange(destination, now, left));
                } finally {
                    lanes.wakes();
                    destination.laneWakes();
                }
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** As long as there may be nothing to do: a message that becomes due is worth waking for. */
    private static Duration untilChange(Destination destination, Instant now, Duration longest) {
        Instant change = destination.nextChange(now);
        return change.isBefore(now.plus(longest)) ? Duration.between(now, change) : longest;
    }

    private boolean mayGoOn(Lane lane) {
        return state == State.OPEN
                && account.refusal() == null
                && !lane.hasLeft()
                && lane.messages() < lane.destination().messagesPerConnection()
                && !lane.destination().hasTooManyLanes();
    }

    /** Whether an idle lane keeps another destination from having one. */
    private boolean somebodyElseWants(Destination idle, Instant now) {
        return lanes.size() >= settings.lanesInAll() && destinations.othersWant(idle, now);
    }

    /** Makes one attempt with a job; true if that has ended, and it is still to be removed. */
    private boolean work(Lane lane, BulkJob job) {
        if (job.isOverdue() || job.isCancelled()) {
            locked(() -> lane.destination().laneWithoutUse(lane, clock.instant()));
            endings.tell(job, job.abandon(clock.instant()));
            return false;
        }
        Collection<AttemptResult> results;
        try {
            results = job.attempt(lane.transport(), () -> connected(lane), () -> follower(lane));
        } catch (RuntimeException | Error e) {
            locked(() -> lane.destination().laneWithoutUse(lane, clock.instant()));
            job.future().completeExceptionally(e);
            forget();
            throw e;
        }
        boolean finished = job.isFinished();
        learn(lane, job, results, finished);
        if (!lane.hasAhead()) {
            lane.transport().dropAhead();
        }
        if (finished) {
            job.future().complete(job.finish());
        }
        endings.tell();
        return finished;
    }

    /** The next connection may be made. */
    private void connected(Lane lane) {
        locked(() -> {
            lane.destination().laneConnected(lane, clock.instant());
            dispatch();
        });
    }

    /** Takes in what an attempt brought. */
    private void learn(Lane lane, BulkJob job, Collection<AttemptResult> results, boolean finished) {
        lock.lock();
        try {
            lane.destination().learn(lane, job, results, clock.instant());
            if (!finished) {
                room.recount();
            }
            if (!finished && job.isCancelled()) {
                endings.add(job, j -> j.abandon(clock.instant()));
            } else if (!finished) {
                lane.destination().putBack(job, clock);
            }
            account.learn(results);
            if (!mayFollow(lane)) {
                giveBackAhead(lane);
            }
            endWhatCannotGoOn();
            dispatch();
            if (!isWanted()) {
                wakeAll();
            }
            wakeFor(lane.destination());
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        locked(this::removeOne);
    }

    private void removeOne() {
        room.remove();
        if (room.isEmpty()) {
            alarm.signal();
        }
        makeRoom();
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends in good order: what is in flight ends, the rest is deferred. A lane that calls does not wait for itself, and
     * nobody waits for one that has not begun: an executor that was shut down may have dropped it.
     */
    void close() {
        lock.lock();
        try {
            endAll();
            int own = lanes.isCalling() ? 1 : 0;
            while (lanes.begun() > own) {
                changed.awaitUninterruptibly();
            }
            state = State.CLOSED;
        } finally {
            lock.unlock();
        }
        endings.tell();
    }

    /** How each destination stands of which something is known. */
    List<LaneSnapshot> snapshots() {
        lock.lock();
        try {
            return destinations.snapshots(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    int connections() {
        lock.lock();
        try {
            return lanes.connections();
        } finally {
            lock.unlock();
        }
    }
}

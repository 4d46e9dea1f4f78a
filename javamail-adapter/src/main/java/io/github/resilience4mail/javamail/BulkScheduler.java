/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which message goes over which lane, and when. All its state is under one lock; sending, and completing
 * futures, happen outside of it.
 */
final class BulkScheduler {

    /** How a bulk sender is set up. */
    record Settings(int lanesPerDestination, int lanesInAll, int messagesPerConnection, Duration idle, int queue) {}

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    private final Settings settings;
    private final Timekeeper timekeeper;
    private final InstantSource clock;
    private final Executor executor;
    private final Supplier<RetryingSmtpTransport> transports;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Destinations destinations;
    private State state = State.OPEN;
    private @Nullable AttemptResult stopped;
    private boolean somethingAccepted;
    private boolean dispatching;
    private int lanes;
    private int jobs;
    private int connections;

    BulkScheduler(
            Settings settings, Timekeeper timekeeper, Executor executor, Supplier<RetryingSmtpTransport> transports) {
        this.settings = settings;
        this.destinations = new Destinations(settings.lanesPerDestination());
        this.timekeeper = timekeeper;
        // as each delivery has: a clock that somebody sets neither shortens nor stretches a wait
        this.clock = timekeeper.anchored();
        this.executor = executor;
        this.transports = transports;
    }

    /** Takes a job in, or waits while there are as many as may be. */
    void submit(String key, BulkJob job) throws InterruptedException {
        AttemptResult refusal;
        lock.lockInterruptibly();
        try {
            while (jobs >= settings.queue() && state == State.OPEN && stopped == null) {
                changed.await();
            }
            if (state != State.OPEN) {
                throw new IllegalStateException("the bulk sender is closed: submit before closing it");
            }
            refusal = stopped;
            if (refusal == null) {
                jobs++;
                destinations.add(key, job);
                dispatch();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            job.future().complete(job.refuse(refusal));
        }
    }

    /** Opens the lanes for which there is work, and sees to it that somebody looks again when that changes by itself. */
    private void dispatch() {
        Instant now = clock.instant();
        while (lanes < settings.lanesInAll() && state == State.OPEN) {
            Optional<Destination> destination = destinations.mostInNeed(now);
            if (destination.isEmpty()) {
                break;
            }
            lanes++;
            Lane lane = new Lane(destination.get(), transports.get());
            executor.execute(() -> runLane(lane));
        }
        if (!dispatching && jobs > 0 && state == State.OPEN) {
            dispatching = true;
            executor.execute(this::runDispatcher);
        }
    }

    /** Wakes when a pause ends or a message becomes due. */
    private void runDispatcher() {
        lock.lock();
        try {
            while (jobs > 0 && state == State.OPEN) {
                dispatch();
                Instant now = clock.instant();
                Optional<Instant> next = destinations.nextChange(now);
                if (next.isPresent() && lanes < settings.lanesInAll()) {
                    timekeeper.await(changed, Duration.between(now, next.get()));
                } else {
                    changed.await();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            state = State.CLOSING;
            changed.signalAll();
        } finally {
            dispatching = false;
            lock.unlock();
        }
    }

    /** One connection's worth of work. */
    private void runLane(Lane lane) {
        try {
            BulkJob job = next(lane);
            while (job != null) {
                boolean goOn = work(lane, job);
                job = goOn ? next(lane) : null;
            }
        } finally {
            lane.transport().close();
            lock.lock();
            try {
                connections += lane.transport().connectionsMade();
                lanes--;
                lane.leave();
                dispatch();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** The next job of a destination, waiting for one as long as the connection may be idle; null to end the lane. */
    private @Nullable BulkJob next(Lane lane) {
        Destination destination = lane.destination();
        lock.lock();
        try {
            Instant start = clock.instant();
            while (mayGoOn(lane)) {
                Instant now = clock.instant();
                BulkJob job = destination.take(now);
                Duration left = settings.idle().minus(Duration.between(start, now));
                if (job != null || left.isNegative() || left.isZero() || somebodyElseWants(destination, now)) {
                    return job;
                }
                timekeeper.await(changed, left);
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayGoOn(Lane lane) {
        return state == State.OPEN
                && stopped == null
                && !lane.hasLeft()
                && lane.messages() < settings.messagesPerConnection()
                && !lane.destination().hasTooManyLanes();
    }

    /** Whether an idle lane keeps another destination from having one. */
    private boolean somebodyElseWants(Destination idle, Instant now) {
        return lanes >= settings.lanesInAll() && destinations.othersWant(idle, now);
    }

    /** Makes one attempt with a job. False if the lane should end. */
    private boolean work(Lane lane, BulkJob job) {
        if (job.isOverdue()) {
            complete(job, job.abandon());
            return true;
        }
        Collection<AttemptResult> results;
        try {
            results = job.attempt(lane.transport());
        } catch (RuntimeException | Error e) {
            job.future().completeExceptionally(e);
            forget();
            throw e;
        }
        boolean finished = job.isFinished();
        List<BulkJob> refused = learn(lane, job, results, finished);
        if (finished) {
            complete(job, job.finish());
        }
        AttemptResult refusal = stopped();
        if (refusal != null) {
            refused.forEach(other -> complete(other, other.refuse(refusal)));
        }
        return refusal == null;
    }

    /** Takes in what an attempt brought; returns those jobs that are refused with it. */
    private List<BulkJob> learn(Lane lane, BulkJob job, Collection<AttemptResult> results, boolean finished) {
        lock.lock();
        try {
            Instant now = clock.instant();
            lane.destination().learn(lane, results, now);
            if (!finished) {
                lane.destination().putBack(job, clock);
            }
            Optional<AttemptResult> whole = results.stream()
                    .filter(r -> AccountStop.concernsAccount(r, somethingAccepted))
                    .findFirst();
            somethingAccepted |= results.stream().anyMatch(AccountStop::isAcceptance);
            List<BulkJob> refused = new ArrayList<>();
            if (whole.isPresent()) {
                stopped = whole.get();
            }
            if (stopped != null) {
                // also what was in flight when the account was stopped, and has just been put back
                refused.addAll(destinations.drain());
            }
            dispatch();
            changed.signalAll();
            return refused;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable AttemptResult stopped() {
        lock.lock();
        try {
            return stopped;
        } finally {
            lock.unlock();
        }
    }

    private void complete(BulkJob job, DeliveryReport report) {
        try {
            job.future().complete(report);
        } finally {
            forget();
        }
    }

    private void forget() {
        lock.lock();
        try {
            jobs--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends in good order: what is in flight ends, the rest is deferred. */
    void close() {
        List<BulkJob> rest = new ArrayList<>();
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.CLOSING;
            }
            changed.signalAll();
            while (lanes > 0) {
                changed.awaitUninterruptibly();
            }
            rest.addAll(destinations.drain());
            state = State.CLOSED;
        } finally {
            lock.unlock();
        }
        rest.forEach(job -> complete(job, job.abandon()));
    }

    int connections() {
        lock.lock();
        try {
            return connections;
        } finally {
            lock.unlock();
        }
    }
}

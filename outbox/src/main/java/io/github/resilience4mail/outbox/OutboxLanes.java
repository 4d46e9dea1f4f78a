/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.CompletionHandler.OnCompleteRemove;
import com.github.kagkarlsson.scheduler.task.helper.CustomTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lanes of an outbox as instances of a db-scheduler task, and the sweep that wakes those nobody has told. */
final class OutboxLanes {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    private static final String TABLE = "outbox_task";
    private static final int MISSED_HEARTBEATS = 4;
    private static final Duration LONGEST_STOP = Duration.ofMinutes(15);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PURGES = Duration.ofHours(1);
    private static final Duration LONGEST_BETWEEN_DELAY_CHECKS = Duration.ofMinutes(1);

    private final OutboxWork work;
    private final CustomTask<Void> lane;
    private final Scheduler scheduler;
    private Instant nextDelayCheck = Instant.MIN;

    OutboxLanes(OutboxWork work) {
        this.work = work;
        lane = Tasks.custom("lane", Void.class)
                .onFailure((complete, operations) ->
                        operations.reschedule(complete, work.timekeeper().now().plus(AFTER_FAILURE)))
                .onDeadExecutionRevive()
                .execute((instance, context) -> run(instance.getId()));
        RecurringTask<Void> sweep = Tasks.recurring(
                        "sweep", FixedDelay.of(work.settings().sweep()))
                .onDeadExecutionRevive()
                .execute((instance, context) -> sweep());
        RecurringTask<Void> purge = Tasks.recurring("purge", FixedDelay.of(BETWEEN_PURGES))
                .onDeadExecutionRevive()
                .execute((instance, context) -> purge());
        scheduler = Scheduler.create(work.dataSource(), lane)
                .startTasks(sweep, purge)
                .tableName(TABLE)
                .threads(work.settings().threads())
                .heartbeatInterval(work.settings().heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .pollingInterval(work.settings().sweep())
                .clock(() -> work.timekeeper().now())
                .shutdownMaxWait(LONGEST_STOP)
                .enableImmediateExecution()
                .commitWhenAutocommitDisabled(true)
                .build();
    }

    void start() {
        scheduler.start();
    }

    void stop() {
        work.running().stop();
        scheduler.stop();
    }

    private CompletionHandler<Void> run(String id) {
        int hash = id.lastIndexOf('#');
        Instant again;
        try {
            again = new OutboxLane(
                            work, id.substring(0, hash), Integer.parseInt(id, hash + 1, id.length(), 10), this::open)
                    .run();
        } catch (SQLException e) {
            throw new OutboxException("lane " + id + " lost the database, and is run again", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            again = work.timekeeper().now();
        }
        return completion(again);
    }

    private static CompletionHandler<Void> completion(@Nullable Instant again) {
        return again == null
                ? new OnCompleteRemove<>()
                : (complete, operations) -> operations.reschedule(complete, again);
    }

    private void sweep() {
        Instant now = work.timekeeper().now();
        try (OwnConnection database = new OwnConnection(work.dataSource(), work.timekeeper())) {
            database.callOnce(connection -> dueLanes(connection, now)).forEach(this::wake);
            database.callOnce(work.claims()::deserted).forEach(this::open);
            if (!now.isBefore(nextDelayCheck)) {
                Duration warning = work.settings().delayWarning();
                nextDelayCheck = now.plus(
                        warning.compareTo(LONGEST_BETWEEN_DELAY_CHECKS) < 0 ? warning : LONGEST_BETWEEN_DELAY_CHECKS);
                warnOfDelays(database, now);
            }
        } catch (SQLException e) {
            LOG.warn("nobody looked for work, the database does not answer: {}", e.toString());
        }
    }

    /** How many lanes are borne by each destination at which somebody is due. */
    private Map<String, Integer> dueLanes(Connection connection, Instant now) throws SQLException {
        Map<String, Integer> lanes = new LinkedHashMap<>();
        for (String destination : work.store().dueDestinations(connection, now)) {
            String known = work.store().destination(connection, destination).throttle();
            lanes.put(
                    destination,
                    SharedLimit.decoded(known, work.settings().limits()).lanes());
        }
        return lanes;
    }

    private void purge() {
        Duration retention = work.settings().retention();
        if (retention == null) {
            return;
        }
        try (OwnConnection database = new OwnConnection(work.dataSource(), work.timekeeper())) {
            int purged = new OutboxRetention(database, () -> !work.running().isStopping())
                    .purge(work.timekeeper().now().minus(retention));
            LOG.debug("{} recipients were purged", purged);
        } catch (SQLException e) {
            LOG.warn("what is old was not purged, which is tried again in an hour: {}", e.toString());
        }
    }

    private void warnOfDelays(OwnConnection database, Instant now) throws SQLException {
        Instant createdBefore = now.minus(work.settings().delayWarning());
        for (long id : database.callOnce(connection -> work.store().takeDelayed(connection, createdBefore))) {
            database.callOnce(connection -> OutboxQueries.find(connection, id))
                    .ifPresent(recipient -> work.safely(new OutboxEvent.Delayed(now, recipient)));
        }
    }

    /** Sees to it that lanes of a destination run. One that runs, or is woken by somebody else too, is left alone. */
    void wake(String destination, int lanes) {
        open(destination, work.running().wake(destination) > 0 && lanes == 1 ? 1 : 0, lanes);
    }

    private void open(String destination, int from, int to) {
        for (int i = from; i < to; i++) {
            open(destination + "#" + i);
        }
    }

    private void open(String id) {
        try {
            Instant now = work.timekeeper().now();
            scheduler.schedule(lane.instance(id), now, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (RuntimeException e) {
            // it runs, ends, or is woken by somebody else at the same moment; or the database is away. What was
            // enqueued is committed, so that the caller must not take this for a failure: the sweep finds it.
            LOG.debug("lane {} was not woken: {}", id, e.toString());
        }
    }
}

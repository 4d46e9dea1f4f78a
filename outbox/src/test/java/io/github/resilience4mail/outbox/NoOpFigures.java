/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What db-scheduler can do if nothing is to be done: an execution for each message, as one would write it without lanes. */
final class NoOpFigures {

    private static final int TASKS = 2_000;
    private static final int THREADS = 8;

    private NoOpFigures() {}

    static void measure(Database database) throws Exception {
        AtomicInteger done = new AtomicInteger();
        OneTimeTask<Void> task =
                Tasks.oneTime("no-op", Void.class).execute((instance, context) -> done.incrementAndGet());
        Scheduler scheduler = Scheduler.create(database.dataSource(), task)
                .tableName("outbox_task")
                .threads(THREADS)
                .pollingInterval(Duration.ofMillis(100))
                .commitWhenAutocommitDisabled(true)
                .build();
        Instant now = Timekeeper.system().now();
        for (int i = 0; i < TASKS; i++) {
            scheduler.schedule(task.instance("n" + i), now);
        }
        long start = Timekeeper.system().nanoTime();
        scheduler.start();
        Mail.until(() -> done.get() >= TASKS);
        System.out.printf(
                Locale.ROOT,
                "%s: db-scheduler alone, %d threads, executions of nothing: %.0f/s%n",
                database,
                THREADS,
                TASKS / FiguresTest.seconds(start));
        scheduler.stop();
    }
}

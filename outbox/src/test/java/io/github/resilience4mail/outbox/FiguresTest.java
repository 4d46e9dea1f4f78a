/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the outbox costs, beside the bulk sender without a database; figures are printed, not judged. */
@Tag("long")
class FiguresTest {

    private static final int MESSAGES = 5_000;
    private static final int ONE_BY_ONE = 300;
    private static final int DRAINED = Integer.getInteger("figures.messages", 10_000);
    private static final int LANES = 8;

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void onH2() throws Exception {
        try (Database database = Database.h2()) {
            measure(database);
        }
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void onPostgreSql() throws Exception {
        try (Database database = Database.postgresServer()) {
            measure(database);
        }
    }

    static double seconds(long since) {
        return (Timekeeper.system().nanoTime() - since) / 1e9;
    }

    static void measure(Database database) throws Exception {
        DataSource dataSource = database.dataSource();
        LaneSettings limits = LaneSettings.builder().maxLanes(LANES).build();
        try (var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = MailOutbox.builder(dataSource, Mail.session(server))
                        .limits(limits)
                        .build()) {
            long start = Timekeeper.system().nanoTime();
            for (int i = 0; i < ONE_BY_ONE; i++) {
                outbox.enqueue(Mail.message("s" + i + "@rcv.example"));
            }
            print(database, "enqueued one by one", ONE_BY_ONE, seconds(start));
            batch(database, dataSource, outbox);
            outbox.start();
            Mail.until(() -> server.acceptedCount() >= MESSAGES + ONE_BY_ONE);
            latency(database, server, outbox);
            assertThat(server.duplicates()).isEmpty();
        }
        for (int lanes : new int[] {4, 16}) {
            new DrainFigures(database, lanes, DRAINED).measure();
        }
        NoOpFigures.measure(database);
        new MillionFigures(database).measure();
    }

    private static void batch(Database database, DataSource dataSource, MailOutbox outbox) throws Exception {
        List<OutboxMessage> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(OutboxMessage.of(Mail.message("b" + i + "@rcv.example")));
        }
        long start = Timekeeper.system().nanoTime();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            outbox.enqueueAll(connection, all.iterator());
            connection.commit();
        }
        print(database, "enqueued in one batch", MESSAGES, seconds(start));
    }

    private static void latency(Database database, ScriptedSmtpServer server, MailOutbox outbox) throws Exception {
        double[] millis = new double[200];
        for (int i = 0; i < millis.length; i++) {
            int before = server.acceptedCount();
            outbox.enqueue(Mail.message("l" + i + "@rcv.example"));
            long start = Timekeeper.system().nanoTime();
            while (server.acceptedCount() == before) {
                Thread.onSpinWait();
            }
            millis[i] = seconds(start) * 1_000;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%s: from commit to acceptance p50 %.1f ms, p99 %.1f ms%n",
                database,
                millis[100],
                millis[198]);
    }

    private static void print(Database database, String what, int count, double seconds) {
        System.out.printf(Locale.ROOT, "%s: %s: %.0f/s%n", database, what, count / seconds);
    }
}

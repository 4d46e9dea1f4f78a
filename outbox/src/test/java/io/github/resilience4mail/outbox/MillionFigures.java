/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.stream.IntStream;

/** What a long queue takes: of memory, of the disk, and of the speed at which its head is sent. */
final class MillionFigures {

    private static final int RECIPIENTS = Integer.getInteger("figures.queued", 1_000_000);
    private static final int SENT = 5_000;
    private static final int LANES = 8;
    private static final double MEGABYTE = 1 << 20;

    private final Database database;

    MillionFigures(Database database) {
        this.database = database;
    }

    /** Measures, and prints; fails if memory grows with the queue. */
    void measure() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = MailOutbox.builder(database.dataSource(), Mail.session(server))
                        .limits(LaneSettings.builder().maxLanes(LANES).build())
                        .build()) {
            double before = heap();
            long start = Timekeeper.system().nanoTime();
            enqueue(outbox);
            double seconds = FiguresTest.seconds(start);
            double after = heap();
            System.out.printf(
                    Locale.ROOT,
                    "%s: %d recipients of one message queued at %.0f/s; heap after a collection %.1f MB before, %.1f MB"
                            + " after%n%s: on the disk: %s%n",
                    database,
                    RECIPIENTS,
                    RECIPIENTS / seconds,
                    before,
                    after,
                    database,
                    sizes());
            assertThat(after - before)
                    .as("megabytes by which the heap has grown")
                    .isLessThan(20);
            start = Timekeeper.system().nanoTime();
            outbox.start();
            Mail.until(() -> server.acceptedCount() >= SENT);
            System.out.printf(
                    Locale.ROOT,
                    "%s: the first %d of them sent at %.0f/s, 50 at once%n",
                    database,
                    SENT,
                    SENT / FiguresTest.seconds(start));
        }
    }

    private void enqueue(MailOutbox outbox) throws Exception {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OutboxMessage message = OutboxMessage.of(Mail.message("first@rcv.example"));
            outbox.enqueueToAll(
                    connection,
                    message,
                    IntStream.range(1, RECIPIENTS)
                            .mapToObj(i -> "reader" + i + "@rcv.example")
                            .iterator());
            connection.commit();
        }
    }

    private static double heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    }

    private String sizes() throws SQLException {
        String sql = database.isPostgres()
                ? "select 'recipients ' || pg_size_pretty(pg_table_size('outbox_recipient')) || ', their indexes '"
                        + " || pg_size_pretty(pg_indexes_size('outbox_recipient'))"
                : "select 'recipients with indexes ' || disk_space_used('OUTBOX_RECIPIENT') / 1048576 || ' MB'";
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}

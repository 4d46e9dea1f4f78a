/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.time.Timekeeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Nothing that lanes ask for may look at all of a long queue, whatever the database believes about its length. */
class ClaimPlanTest {

    private static final int QUEUED = 20_000;
    private static final String NO_VACUUM = "alter table outbox_recipient set (autovacuum_enabled = false)";

    /** Asks for plans with a queue, on a connection of its own. */
    @FunctionalInterface
    private interface Question {
        void ask(Connection connection, MailOutbox outbox) throws Exception;
    }

    private static void with(Database fresh, Question question) throws Exception {
        try (Database database = fresh;
                Connection connection = database.dataSource().getConnection();
                MailOutbox outbox = MailOutbox.builder(database.dataSource(), Mail.session("127.0.0.1", 9))
                        .build()) {
            question.ask(connection, outbox);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void whatLanesAskForIsPlannedByIndexesEvenWhenStatisticsAreFromAQueueInWhichNobodyWasDue() throws Exception {
        with(Database.postgres(), (connection, outbox) -> {
            execute(connection, NO_VACUUM);
            fill(connection, outbox, "later", 2_000);
            execute(
                    connection,
                    "update outbox_recipient set due_at = due_at + 3600000",
                    "vacuum analyze outbox_recipient");
            fill(connection, outbox, "queued", QUEUED);
            assertIndexed(connection);
        });
    }

    @Test
    void whatLanesAskForIsPlannedByIndexesEvenWhenThereAreNoStatisticsAtAll() throws Exception {
        with(Database.postgres(), (connection, outbox) -> {
            execute(connection, NO_VACUUM);
            fill(connection, outbox, "queued", 2 * QUEUED);
            assertIndexed(connection);
        });
    }

    private static void assertIndexed(Connection connection) throws SQLException {
        long now = Timekeeper.system().now().toEpochMilli();
        connection.setAutoCommit(false);
        Dialect.POSTGRESQL.goByIndexes(connection);
        assertThat(plan(connection, OutboxClaims.NEXT_PRIORITY, "127.0.0.1:9", Long.MAX_VALUE))
                .contains("outbox_recipient_due")
                .doesNotContain("Sort");
        assertThat(plan(connection, OutboxClaims.claimable(Dialect.POSTGRESQL), "127.0.0.1:9", 0, now, 50))
                .contains("outbox_recipient_due")
                .doesNotContain("Sort");
        assertThat(plan(connection, new OutboxStore(Dialect.POSTGRESQL).dueDestinations(), now, now))
                .contains("outbox_recipient_next")
                .doesNotContain("Join");
        connection.rollback();
    }

    @Test
    void onH2AClaimReadsNobodyButThoseItTakes() throws Exception {
        with(Database.h2(), (connection, outbox) -> {
            fill(connection, outbox, "queued", 2_000);
            long now = Timekeeper.system().now().toEpochMilli();
            for (String asked : List.of(
                    plan(connection, "analyze " + OutboxClaims.claimable(Dialect.H2), "127.0.0.1:9", 0, now, 8),
                    plan(connection, "analyze " + OutboxClaims.NEXT_PRIORITY, "127.0.0.1:9", Long.MAX_VALUE))) {
                assertThat(asked).contains("index sorted").doesNotContainPattern("scanCount: \\d\\d");
            }
        });
    }

    private static void fill(Connection connection, MailOutbox outbox, String name, int count) throws Exception {
        connection.setAutoCommit(false);
        outbox.enqueueToAll(
                connection,
                OutboxMessage.of(Mail.message(name + "@rcv.example")),
                IntStream.range(0, count)
                        .mapToObj(i -> name + i + "@rcv.example")
                        .iterator());
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static String plan(Connection connection, String sql, Object... parameters) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (PreparedStatement explain = connection.prepareStatement("explain " + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                explain.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
        }
        return plan.toString();
    }
}

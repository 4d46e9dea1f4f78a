/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import jakarta.mail.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is bad, full, gone or wrong: a clear word or waiting, nothing lost, and nothing twice that is not called so. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class TroubleTest {

    private static final int MESSAGES = 150;

    private static Database open(Dialect dialect) throws Exception {
        if (dialect == Dialect.H2) {
            return Database.h2();
        }
        return Database.postgres();
    }

    private static MailOutbox outbox(DataSource dataSource, Session session) {
        return MailOutbox.builder(dataSource, session)
                .limits(LaneSettings.builder().maxLanes(3).build())
                .policy(MailRetryPolicy.builder()
                        .deadline(Duration.ZERO)
                        .maxDelay(Duration.ofMillis(200))
                        .quickRetries(List.of())
                        .build())
                .sweep(Duration.ofMillis(200))
                .idle(Duration.ofMillis(200))
                .build();
    }

    private static ScriptedSmtpServer slowServer() {
        return ScriptedSmtpServer.builder().linkDelay(Duration.ofMillis(2)).start();
    }

    private static void enqueue(MailOutbox outbox, DataSource dataSource) throws Exception {
        List<OutboxMessage> all = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            all.add(OutboxMessage.of(Mail.message("r" + i + "@rcv.example")));
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            outbox.enqueueAll(connection, all.iterator());
            connection.commit();
        }
        outbox.committed();
    }

    private static void untilDelivered(DataSource dataSource) throws InterruptedException {
        OutboxOperations operations = new OutboxOperations(dataSource, new BentTimekeeper());
        Mail.until(() -> operations.depth().stream().allMatch(d -> d.state() == OutboxState.DELIVERED));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void ofManyWhoEnqueueTheSameKeyAtOnceOneIsTakenAndNobodyFails(Dialect dialect) throws Exception {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try (Database database = open(dialect);
                var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server))) {
            DataSource dataSource = database.dataSource();
            for (int round = 0; round < 5; round++) {
                String key = "order " + round;
                Callable<Long> one = () -> {
                    try (Connection connection = dataSource.getConnection()) {
                        connection.setAutoCommit(false);
                        long added = outbox.enqueue(
                                connection,
                                OutboxMessage.of(Mail.message("a@rcv.example")).withIdempotencyKey(key));
                        connection.commit();
                        return added;
                    }
                };
                long added = 0;
                for (Future<Long> each : threads.invokeAll(
                        IntStream.range(0, many).mapToObj(i -> one).toList())) {
                    added += each.get();
                }
                assertThat(added).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aKeyWhoseFirstTransactionIsRolledBackIsNotTaken(Dialect dialect) throws Exception {
        try (Database database = open(dialect);
                var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server));
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OutboxMessage message =
                    OutboxMessage.of(Mail.message("a@rcv.example")).withIdempotencyKey("order 7");
            assertThat(outbox.enqueue(connection, message)).isEqualTo(1);
            connection.rollback();
            assertThat(outbox.enqueueToAll(
                            connection, message, List.of("b@rcv.example").iterator()))
                    .isEqualTo(2);
            assertThat(outbox.enqueueToAll(
                            connection, message, List.of("c@rcv.example").iterator()))
                    .isZero();
            connection.commit();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAddressThatFitsNoColumnIsRefusedInOneSentence(Dialect dialect) throws Exception {
        try (Database database = open(dialect);
                var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server));
                Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            OutboxMessage message = OutboxMessage.of(Mail.message("a@rcv.example"));
            Iterator<String> tooLong = List.of("x".repeat(400) + "@rcv.example").iterator();
            assertThatThrownBy(() -> outbox.enqueueToAll(connection, message, tooLong))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("412 characters");
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRowThatCannotBeReadIsGivenUpAndTheOthersGoOn(Dialect dialect) throws Exception {
        try (Database database = open(dialect);
                var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server))) {
            outbox.enqueue(Mail.message("broken@rcv.example"));
            outbox.enqueue(Mail.message("whole@rcv.example"));
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "update outbox_recipient set address = 'a\r\nb' where address = 'broken@rcv.example'");
                statement.execute("update outbox_destination set throttle = 'written by nobody'");
            }
            outbox.start();
            OutboxOperations operations = outbox.operations();
            Mail.until(() -> operations.list(OutboxState.GIVEN_UP, 0, 2).size() == 1
                    && operations.list(OutboxState.DELIVERED, 0, 2).size() == 1);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aFullDiskIsSaidToWhoeverEnqueuesAndWaitedForByTheLanes(Dialect dialect) throws Exception {
        goOnAfter(dialect, "53100");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aDatabaseThatIsGoneForAMinuteIsWaitedFor(Dialect dialect) throws Exception {
        goOnAfter(dialect, "08006");
    }

    private static void goOnAfter(Dialect dialect, String sqlState) throws Exception {
        try (Database database = open(dialect);
                var server = slowServer()) {
            TroubledDataSource troubled = new TroubledDataSource(database.dataSource());
            try (MailOutbox outbox = outbox(troubled, Mail.session(server, new BentTimekeeper()))) {
                enqueue(outbox, troubled);
                outbox.start();
                Mail.until(() -> server.acceptedCount() > 10);
                troubled.refuse(sqlState);
                assertThatThrownBy(() -> outbox.enqueue(Mail.message("late@rcv.example")))
                        .isInstanceOf(OutboxException.class)
                        .hasMessageContaining("not taken in");
                // a lane asks once a second, in a time that runs twenty times as fast
                Mail.until(() -> troubled.refusals() >= 60);
                troubled.serve();
                untilDelivered(database.dataSource());
                Books books = Books.balanced(database.dataSource(), server, MESSAGES);
                assertThat(books.twice())
                        .as("nothing was lost on the way, so nothing is sent twice")
                        .isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aClockThatJumpsByADayAndBackLosesNothing(Dialect dialect) throws Exception {
        try (Database database = open(dialect);
                var server = slowServer()) {
            BentTimekeeper clock = new BentTimekeeper();
            try (MailOutbox outbox = outbox(database.dataSource(), Mail.session(server, clock))) {
                enqueue(outbox, database.dataSource());
                outbox.start();
                Mail.until(() -> server.acceptedCount() > 10);
                clock.set(Duration.ofDays(1));
                Mail.until(() -> server.acceptedCount() > 40);
                clock.set(Duration.ofDays(-1));
                Mail.until(() -> server.acceptedCount() > 42);
                clock.set(Duration.ofDays(1));
                untilDelivered(database.dataSource());
                Books.balanced(database.dataSource(), server, MESSAGES);
            }
        }
    }

    @Test
    void aDatabaseThatCrashesLosesNothingAndHidesNothing() throws Exception {
        try (Database database = Database.postgresServer();
                var server = slowServer();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server, new BentTimekeeper()))) {
            enqueue(outbox, database.dataSource());
            String before = epoch(database);
            outbox.start();
            Mail.until(() -> server.acceptedCount() > 30);
            database.crash();
            database.restart();
            assertThat(epoch(database)).isNotEqualTo(before);
            untilDelivered(database.dataSource());
            Books.balanced(database.dataSource(), server, MESSAGES);
        }
    }

    private static String epoch(Database database) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            return new OutboxStore(Dialect.POSTGRESQL).epoch(connection);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Dialect.class, names = "POSTGRESQL")
    void whatWasClaimedBeforeACrashOfTheDatabaseCountsAsTransmitted(Dialect dialect) throws Exception {
        try (Database database = open(dialect);
                var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = outbox(database.dataSource(), Mail.session(server))) {
            outbox.enqueue(Mail.message("claimed@rcv.example"));
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "update outbox_recipient set state = 'CLAIMED', lane = 0, owner = 'dead:an earlier epoch'");
            }
            outbox.start();
            untilDelivered(database.dataSource());
            assertThat(outbox.operations().list(OutboxState.DELIVERED, 0, 2))
                    .singleElement()
                    .matches(OutboxRecipient::possibleDuplicate);
        }
    }

    @Test
    void h2ThatUsesTheSpaceOfItsFileAgainIsRefusedWithTheCure(@TempDir Path folder) throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + folder.resolve("mail"));
        try (Connection connection = h2.getConnection()) {
            OutboxSchema.create(connection);
        }
        assertThatThrownBy(() ->
                        MailOutbox.builder(h2, Mail.session("127.0.0.1", 9)).build())
                .isInstanceOf(OutboxException.class)
                .hasMessageContaining(";REUSE_SPACE=FALSE");
    }
}

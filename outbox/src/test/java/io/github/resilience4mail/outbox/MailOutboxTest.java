/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MailOutboxTest {

    @Nested
    class OnH2 extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.h2();
        }
    }

    @Nested
    class OnPostgreSql extends Behaviour {
        private static Database server;

        @BeforeAll
        static void startServer() throws Exception {
            server = Database.postgres();
        }

        @AfterAll
        static void stopServer() throws Exception {
            if (server != null) {
                server.close();
            }
        }

        @Override
        Database open() throws Exception {
            server.empty();
            return server;
        }

        @Override
        void closeDatabase() {
            // one server for all tests: to start one takes longer than they do
        }
    }

    abstract static class Behaviour {

        private final List<OutboxEvent> events = new CopyOnWriteArrayList<>();
        private Database database;
        private DataSource dataSource;

        abstract Database open() throws Exception;

        @BeforeEach
        void openDatabase() throws Exception {
            database = open();
            dataSource = database.dataSource();
        }

        @AfterEach
        void closeDatabase() throws Exception {
            database.close();
        }

        private MailOutbox.Builder builder(Session session) {
            return MailOutbox.builder(dataSource, session)
                    .sweep(Duration.ofMillis(200))
                    .idle(Duration.ofMillis(200))
                    .listener(events::add);
        }

        private MailOutbox outbox(ScriptedSmtpServer server) {
            return builder(Mail.session(server)).build();
        }

        private static long count(MailOutbox outbox, OutboxState state) {
            return outbox.operations().depth().stream()
                    .filter(d -> d.state() == state)
                    .mapToLong(OutboxDepth::recipients)
                    .sum();
        }

        private static OutboxRecipient only(MailOutbox outbox, OutboxState state) {
            List<OutboxRecipient> found = outbox.operations().list(state, 0, 10);
            assertThat(found).hasSize(1);
            return found.get(0);
        }

        private static void until(MailOutbox outbox, OutboxState state, int count) throws InterruptedException {
            Mail.until(() -> count(outbox, state) == count);
        }

        private String epoch() throws SQLException {
            try (Connection connection = database.dataSource().getConnection()) {
                return new OutboxStore(Dialect.of(connection)).epoch(connection);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private long number(String sql) throws SQLException {
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        }

        @Test
        void whatIsCommittedIsSentToEachRecipientOnce() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("a@rcv.example", "b@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 2);
                assertThat(server.accepted())
                        .extracting(Accepted::recipient)
                        .containsExactlyInAnyOrder("a@rcv.example", "b@rcv.example");
                assertThat(outbox.operations().list(OutboxState.DELIVERED, 0, 10))
                        .allSatisfy(r -> {
                            assertThat(r.attempts()).isEqualTo(1);
                            assertThat(r.reply()).startsWith("250");
                            assertThat(r.possibleDuplicate()).isFalse();
                        });
            }
        }

        @Test
        void whatIsRolledBackIsNeverSent() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                try (Connection connection = dataSource.getConnection()) {
                    connection.setAutoCommit(false);
                    outbox.enqueue(connection, OutboxMessage.of(Mail.message("a@rcv.example")));
                    connection.rollback();
                }
                outbox.enqueue(Mail.message("b@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 1);
                assertThat(server.accepted()).extracting(Accepted::recipient).containsExactly("b@rcv.example");
            }
        }

        @Test
        void whatNobodyWasToldOfIsFoundByTheSweep() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox sending = outbox(server);
                    MailOutbox taking = outbox(server)) {
                sending.start();
                taking.enqueue(Mail.message("a@rcv.example"));
                until(sending, OutboxState.DELIVERED, 1);
            }
        }

        @Test
        void aRefusalForNowIsTriedAgainWhenItIsDueAndOnlyForWhomItConcerns() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again in 1 second"))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("a@rcv.example", "b@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 2);
                assertThat(server.duplicates()).isEmpty();
                OutboxRecipient refused = outbox.operations().list(OutboxState.DELIVERED, 0, 10).stream()
                        .filter(r -> r.attempts() == 2)
                        .findFirst()
                        .orElseThrow();
                assertThat(outbox.operations().attempts(refused.id()))
                        .singleElement()
                        .satisfies(attempt -> {
                            assertThat(attempt.phase()).isEqualTo("RCPT");
                            assertThat(attempt.reply()).contains("Try again in 1 second");
                            assertThat(attempt.decision()).isEqualTo("RETRY");
                        });
            }
        }

        @Test
        void aRefusalForEverIsGivenUpAndTold() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("gone@rcv.example"));
                until(outbox, OutboxState.GIVEN_UP, 1);
                assertThat(only(outbox, OutboxState.GIVEN_UP).reason()).isEqualTo("UNKNOWN_RECIPIENT");
                Mail.until(() -> !events.isEmpty());
                assertThat(events).singleElement().isInstanceOf(OutboxEvent.Settled.class);
            }
        }

        @Test
        void aLostFinalReplyIsRememberedAndTheCopyCalledAPossibleDuplicate() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("a@rcv.example"));
                until(outbox, OutboxState.QUEUED, 1);
                Mail.until(() -> outbox.operations().list(OutboxState.QUEUED, 0, 1).stream()
                        .anyMatch(r -> r.attempts() == 1));
                assertThat(only(outbox, OutboxState.QUEUED).possibleDuplicate()).isTrue();
                assertThat(outbox.operations()
                                .retryNow(only(outbox, OutboxState.QUEUED).id()))
                        .isTrue();
                until(outbox, OutboxState.DELIVERED, 1);
                assertThat(only(outbox, OutboxState.DELIVERED).possibleDuplicate())
                        .isTrue();
            }
        }

        @Test
        void aLostFinalReplyIsReportedUnderReport() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())
                            .start();
                    MailOutbox outbox = builder(Mail.session(server))
                            .policy(MailRetryPolicy.builder()
                                    .onUnknown(OnUnknown.REPORT)
                                    .build())
                            .build()) {
                outbox.start();
                outbox.enqueue(Mail.message("a@rcv.example"));
                until(outbox, OutboxState.UNKNOWN, 1);
                assertThat(server.acceptedCount()).isEqualTo(1);
            }
        }

        @Test
        void aLaneThatHasLostItsOwnershipSendsNoFinalDot() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(
                                    SmtpPhase.RCPT,
                                    Occurrence.first(),
                                    Action.proceed().after(Duration.ofSeconds(5)))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("a@rcv.example"));
                Mail.until(() -> count(outbox, OutboxState.CLAIMED) == 1);
                execute("update outbox_recipient set owner = 'somebody else', state = 'CANCELLED', settled_at = 0");
                execute("update outbox_lane set owner = 'somebody else'");
                Mail.until(() -> server.connections() > 0 && server.openConnections() == 0);
                assertThat(server.acceptedCount()).isZero();
                assertThat(count(outbox, OutboxState.CANCELLED)).isEqualTo(1);
            }
        }

        @Test
        void whatADeadLaneWasTransmittingIsUnknownWhatWasAcceptedIsDeliveredAndWhatItHadClaimedGoesBack()
                throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("dot@rcv.example"));
                outbox.enqueue(Mail.message("claimed@rcv.example"));
                outbox.enqueue(Mail.message("taken@rcv.example"));
                execute("update outbox_recipient set state = 'CLAIMED', owner = 'dead:" + epoch() + "', lane = 0");
                execute("insert into outbox_lane (destination, lane, owner, transmitting, accepted, replies)"
                        + " select min(destination), 0, 'dead', "
                        + "array[(select id from outbox_recipient where address = 'dot@rcv.example')], "
                        + "array[(select id from outbox_recipient where address = 'taken@rcv.example')], "
                        + "array['250 2.0.0 Ok: queued as 4711'] from outbox_recipient");
                outbox.start();
                outbox.enqueue(Mail.message("new@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 3);
                assertThat(server.accepted())
                        .extracting(Accepted::recipient)
                        .containsExactlyInAnyOrder("claimed@rcv.example", "new@rcv.example");
                OutboxRecipient unknown = only(outbox, OutboxState.QUEUED);
                assertThat(unknown.possibleDuplicate()).isTrue();
                assertThat(outbox.operations().attempts(unknown.id()))
                        .extracting(OutboxAttempt::acceptance)
                        .containsExactly("UNKNOWN");
                assertThat(outbox.operations().list(OutboxState.DELIVERED, 0, 10))
                        .filteredOn(recipient -> recipient.address().equals("taken@rcv.example"))
                        .extracting(OutboxRecipient::reply)
                        .containsExactly("250 2.0.0 Ok: queued as 4711");
            }
        }

        @Test
        void aRefusedLoginParksTheAccountUntilItIsReleasedAndNothingAges() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                    .user("shop", "right")
                    .requireAuth()
                    .start()) {
                Session session = Mail.session(server);
                session.getProperties().put("mail.smtp.auth", "true");
                session.getProperties().put("mail.smtp.user", "shop");
                session.getProperties().put("mail.smtp.password", "wrong");
                try (MailOutbox outbox = builder(session).build()) {
                    outbox.start();
                    outbox.enqueue(Mail.message("a@rcv.example"));
                    Mail.until(() -> outbox.operations().accountParked().isPresent());
                    outbox.enqueue(Mail.message("b@rcv.example"));
                    until(outbox, OutboxState.QUEUED, 2);
                    assertThat(server.logins()).isLessThanOrEqualTo(1);
                    execute(
                            "update outbox_recipient set lives_from = lives_from - 3600000, created_at = created_at - 3600000");
                    execute("update outbox_destination set parked_at = parked_at - 3600000 where name = '*'");
                    assertThat(outbox.operations().releaseAccount()).isTrue();
                    long now = Timekeeper.system().now().toEpochMilli();
                    assertThat(number("select min(lives_from) from outbox_recipient"))
                            .isGreaterThan(now - 3_000_000);
                }
            }
        }

        @Test
        void whoIsRefusedAtRcptIsNeverMarkedAsIfHeCouldGetTheMessage() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(
                                    SmtpPhase.RCPT,
                                    Occurrence.every().to("gone@rcv.example"),
                                    Action.reply("550 5.1.1 No such user"))
                            .on(
                                    SmtpPhase.END_OF_DATA,
                                    Occurrence.first(),
                                    Action.proceed().after(Duration.ofSeconds(5)))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("ok@rcv.example", "gone@rcv.example"));
                outbox.start();
                String marked =
                        "select count(*) from outbox_recipient r, outbox_lane l where r.id = any(l.transmitting)";
                Mail.until(() -> numberOf(marked) > 0);
                assertThat(numberOf(marked + " and r.address = 'ok@rcv.example'"))
                        .isEqualTo(1);
                assertThat(numberOf(marked)).isEqualTo(1);
                until(outbox, OutboxState.DELIVERED, 1);
                until(outbox, OutboxState.GIVEN_UP, 1);
            }
        }

        @Test
        void aRelayDeniedToOneRecipientIsHisAffairOnceTheAccountHasWorked() throws Exception {
            try (var server = relayDeniedTo("odd@rcv.example");
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("first@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 1);
                outbox.enqueue(Mail.message("odd@rcv.example"));
                until(outbox, OutboxState.PARKED, 1);
                outbox.enqueue(Mail.message("second@rcv.example"));
                until(outbox, OutboxState.DELIVERED, 2);
                assertThat(events).noneMatch(OutboxEvent.AccountParked.class::isInstance);
            }
        }

        @Test
        void aServerThatRelaysNothingParksTheAccountAtItsFirstWord() throws Exception {
            try (var server = relayDeniedTo("rcv.example");
                    MailOutbox outbox = outbox(server)) {
                outbox.start();
                outbox.enqueue(Mail.message("first@rcv.example"));
                Mail.until(() -> events.stream().anyMatch(OutboxEvent.AccountParked.class::isInstance));
                until(outbox, OutboxState.QUEUED, 1);
                assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
            }
        }

        private static ScriptedSmtpServer relayDeniedTo(String recipientOrDomain) {
            return ScriptedSmtpServer.builder()
                    .on(
                            SmtpPhase.RCPT,
                            Occurrence.every().to(recipientOrDomain),
                            Action.reply("550 5.7.1 Relaying denied"))
                    .start();
        }

        private long numberOf(String sql) {
            try {
                return number(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void anImportantMessagePassesANewsletter() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = builder(Mail.session(server))
                            .batch(1)
                            .limits(LaneSettings.builder().maxLanes(1).build())
                            .build()) {
                try (Connection connection = dataSource.getConnection()) {
                    connection.setAutoCommit(false);
                    List<String> all = IntStream.range(0, 20)
                            .mapToObj(i -> "n" + i + "@rcv.example")
                            .toList();
                    outbox.enqueueToAll(
                            connection, OutboxMessage.of(Mail.message("first@rcv.example")), all.iterator());
                    outbox.enqueue(
                            connection,
                            OutboxMessage.of(Mail.message("reset@rcv.example")).withPriority(5));
                    connection.commit();
                }
                assertThat(number("select count(*) from outbox_message")).isEqualTo(2);
                outbox.start();
                until(outbox, OutboxState.DELIVERED, 22);
                assertThat(server.accepted().get(0).recipient()).isEqualTo("reset@rcv.example");
            }
        }

        @Test
        void aKnownIdempotencyKeyAddsNothing() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server);
                    Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                OutboxMessage message =
                        OutboxMessage.of(Mail.message("a@rcv.example")).withIdempotencyKey("order 7");
                assertThat(outbox.enqueue(connection, message)).isEqualTo(1);
                connection.commit();
                assertThat(outbox.enqueue(connection, message)).isZero();
                connection.commit();
                assertThat(count(outbox, OutboxState.QUEUED)).isEqualTo(1);
            }
        }

        @Test
        void aRecipientIsParkedReleasedCancelledAndPurgedByHand() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                OutboxOperations operations = outbox.operations();
                long id = only(outbox, OutboxState.QUEUED).id();
                assertThat(operations.park(id)).isTrue();
                assertThat(operations.retryNow(id)).isFalse();
                assertThat(operations.release(id)).isTrue();
                assertThat(operations.release(id)).isFalse();
                assertThat(operations.cancel(id)).isTrue();
                assertThat(operations.cancel(id)).isFalse();
                execute("update outbox_recipient set settled_at = 1");
                execute("update outbox_message set created_at = 1");
                assertThat(operations.purge(Duration.ofDays(30))).isEqualTo(1);
                assertThat(number("select count(*) from outbox_message")).isZero();
            }
        }

        @Test
        void whatIsEnqueuedWhileALaneLooksForWorkIsNotLeftToTheSweep() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = builder(Mail.session(server))
                            .sweep(Duration.ofMinutes(5))
                            .build()) {
                outbox.start();
                for (int i = 1; i <= 500; i++) {
                    int sent = i;
                    outbox.enqueue(Mail.message("r" + i + "@rcv.example"));
                    while (server.acceptedCount() < sent) {
                        assertThat(Thread.interrupted()).isFalse();
                    }
                }
                assertThat(server.duplicates()).isEmpty();
            }
        }

        @Test
        void whatIsOldIsPurgedStretchByStretchAndAMessageStaysAsLongAsSomebodyIsLeft() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server);
                    Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                int many = 2 * OutboxRetention.STRETCH;
                Iterator<String> addresses = IntStream.range(0, many)
                        .mapToObj(i -> "r" + i + "@rcv.example")
                        .iterator();
                outbox.enqueueToAll(connection, OutboxMessage.of(Mail.message("a@rcv.example")), addresses);
                connection.commit();
                execute("update outbox_message set created_at = 1");
                execute(
                        "update outbox_recipient set state = 'GIVEN_UP', settled_at = 1 where address <> 'a@rcv.example'");
                assertThat(outbox.operations().purge(Duration.ofDays(30))).isEqualTo(many);
                assertThat(number("select count(*) from outbox_recipient")).isEqualTo(1);
                assertThat(number("select count(*) from outbox_message")).isEqualTo(1);
            }
        }

        @Test
        void whoSendsPurgesByItselfIfToldForHowLongToKeep() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = builder(Mail.session(server))
                            .retention(Duration.ofDays(30))
                            .build()) {
                outbox.enqueue(Mail.message("old@rcv.example"));
                outbox.operations().cancel(only(outbox, OutboxState.QUEUED).id());
                execute("update outbox_recipient set settled_at = 1");
                execute("update outbox_message set created_at = 1");
                outbox.enqueue(Mail.message("new@rcv.example"));
                outbox.start();
                until(outbox, OutboxState.DELIVERED, 1);
                until(outbox, OutboxState.CANCELLED, 0);
            }
        }

        @Test
        void whoWaitsForLongIsToldOfOnce() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Later"))
                            .start();
                    MailOutbox outbox = builder(Mail.session(server))
                            .delayWarning(Duration.ofMillis(1))
                            .build()) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                outbox.start();
                Mail.until(() -> events.stream().anyMatch(OutboxEvent.Delayed.class::isInstance));
            }
        }

        @Test
        void whatIsTooOldIsGivenUp() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Later"))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                long fiveDays = Duration.ofDays(5).toMillis();
                execute("update outbox_recipient set lives_from = lives_from - " + fiveDays);
                outbox.start();
                until(outbox, OutboxState.GIVEN_UP, 1);
            }
        }

        @Test
        void aRowOfALaterReleaseIsParkedAndNotLost() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                execute("update outbox_message set format = 99");
                outbox.start();
                until(outbox, OutboxState.PARKED, 1);
                assertThat(server.acceptedCount()).isZero();
            }
        }

        @Test
        void aSchemaOfAnotherVersionIsRefused() throws Exception {
            execute("update outbox_schema set version = 2");
            try (var server = ScriptedSmtpServer.builder().start()) {
                assertThatThrownBy(() -> outbox(server))
                        .isInstanceOf(OutboxException.class)
                        .hasMessageContaining("version 2");
            }
        }

        @Test
        void aMessageThatIsTooLargeIsRefusedWithTheCure() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox =
                            builder(Mail.session(server)).maxMessageBytes(10).build()) {
                assertThatThrownBy(() -> outbox.enqueue(Mail.message("a@rcv.example")))
                        .isInstanceOf(OutboxException.class)
                        .hasMessageContaining("maxMessageBytes");
            }
        }

        @Test
        void theLanesOfAllMachinesTogetherStayBelowTheCap() throws Exception {
            LaneSettings two = LaneSettings.builder().maxLanes(2).build();
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox one = builder(Mail.session(server)).limits(two).build();
                    MailOutbox other = builder(Mail.session(server)).limits(two).build()) {
                for (int i = 0; i < 200; i++) {
                    one.enqueue(Mail.message("r" + i + "@rcv.example"));
                }
                one.start();
                other.start();
                until(one, OutboxState.DELIVERED, 200);
                assertThat(server.peakConnections()).isLessThanOrEqualTo(2);
                assertThat(server.duplicates()).isEmpty();
                assertThat(server.acceptedCount()).isEqualTo(200);
            }
        }

        @Test
        void anOutboxThatIsClosedLeavesNothingClaimed() throws Exception {
            try (var server =
                    ScriptedSmtpServer.builder().linkDelay(Duration.ofMillis(5)).start()) {
                try (MailOutbox outbox = outbox(server)) {
                    for (int i = 0; i < 100; i++) {
                        outbox.enqueue(Mail.message("r" + i + "@rcv.example"));
                    }
                    outbox.start();
                    Mail.until(() -> server.acceptedCount() > 5);
                }
                assertThat(number("select count(*) from outbox_recipient where state = 'CLAIMED'"))
                        .isZero();
                assertThat(number("select count(*) from outbox_recipient where state = 'DELIVERED'"))
                        .isEqualTo(server.acceptedCount());
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.BounceReader;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Authenticator;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a person may do with an outbox from outside, as the command line and the actuator do it. */
class OutboxOperationsTest {

    @Nested
    class OnH2 extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.h2();
        }
    }

    @Nested
    class OnPostgreSql extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.postgres();
        }
    }

    abstract static class Behaviour {

        private Database database;
        private OutboxOperations operations;

        abstract Database open() throws Exception;

        @BeforeEach
        void openDatabase() throws Exception {
            database = open();
            operations = OutboxOperations.open(database.dataSource(), Timekeeper.system());
        }

        @AfterEach
        void closeDatabase() throws Exception {
            if (database != null) {
                database.close();
            }
        }

        private MailOutbox outbox(String host, int port) {
            return MailOutbox.builder(database.dataSource(), Mail.session(host, port))
                    .sweep(Duration.ofMillis(100))
                    .idle(Duration.ofMillis(100))
                    .build();
        }

        private void execute(String sql) throws Exception {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Test
        void aListIsReadPageByPageAndByDestination() throws Exception {
            try (MailOutbox one = outbox("one.example", 25);
                    MailOutbox other = outbox("other.example", 25)) {
                one.enqueue(Mail.message("a@rcv.example", "b@rcv.example", "c@rcv.example"));
                other.enqueue(Mail.message("d@rcv.example"));
            }
            List<String> seen = new ArrayList<>();
            long last = 0;
            OutboxFilter filter = OutboxFilter.in(OutboxState.QUEUED).at("one.example:25");
            List<OutboxRecipient> page = operations.list(filter, last, 2);
            while (!page.isEmpty()) {
                page.forEach(recipient -> seen.add(recipient.address()));
                last = page.get(page.size() - 1).id();
                page = operations.list(filter, last, 2);
            }
            assertThat(seen).containsExactly("a@rcv.example", "b@rcv.example", "c@rcv.example");
            assertThat(operations.list(OutboxFilter.all(), 0, 10)).hasSize(4);
            assertThat(operations.list(OutboxFilter.in(OutboxState.PARKED), 0, 10))
                    .isEmpty();
            assertThatThrownBy(() -> operations.list(filter, 0, 0)).hasMessageContaining("1 or more");
        }

        @Test
        void theDepthTellsTheAgeOfTheOldest() throws Exception {
            try (MailOutbox outbox = outbox("one.example", 25)) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                execute("update outbox_recipient set created_at = created_at - 3600000");
                outbox.enqueue(Mail.message("b@rcv.example"));
                outbox.enqueue(Mail.message("c@rcv.example"));
            }
            OutboxRecipient cancelled =
                    operations.list(OutboxFilter.all(), 0, 10).get(2);
            assertThat(operations.cancel(cancelled.id())).isTrue();
            Instant now = Timekeeper.system().now();
            assertThat(operations.depth())
                    .extracting(OutboxDepth::state)
                    .containsExactly(OutboxState.CANCELLED, OutboxState.QUEUED);
            assertThat(operations.openDepth()).singleElement().satisfies(depth -> {
                assertThat(depth.destination()).isEqualTo("one.example:25");
                assertThat(depth.recipients()).isEqualTo(2);
                assertThat(depth.age(now)).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(62));
                assertThat(depth.age(now.minus(Duration.ofDays(1)))).isZero();
            });
        }

        @Test
        void aParkedDestinationWaitsWithoutAgeingUntilItIsReleased() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server.host(), server.port())) {
                String destination = server.host() + ":" + server.port();
                assertThat(operations.parkDestination(destination)).isTrue();
                assertThat(operations.parkDestination(destination)).isFalse();
                outbox.enqueue(Mail.message("a@rcv.example"));
                execute(
                        "update outbox_recipient set lives_from = lives_from - 3600000, created_at = lives_from - 3600000");
                execute("update outbox_destination set parked_at = parked_at - 3600000 where parked_at is not null");
                assertThat(operations.parked()).singleElement().satisfies(parking -> {
                    assertThat(parking.destination()).isEqualTo(destination);
                    assertThat(parking.isAccount()).isFalse();
                    assertThat(parking.why()).isEqualTo("by hand");
                });
                outbox.start();
                assertThat(operations.releaseDestination(destination)).isTrue();
                assertThat(operations.releaseDestination(destination)).isFalse();
                Mail.until(() -> server.acceptedCount() == 1);
                assertThat(operations.accountParked()).isEmpty();
            }
        }

        @Test
        void allWhoWaitForADestinationAreMadeDueAtOnce() throws Exception {
            try (MailOutbox one = outbox("one.example", 25);
                    MailOutbox other = outbox("other.example", 25)) {
                one.enqueue(Mail.message("a@rcv.example", "b@rcv.example"));
                other.enqueue(Mail.message("d@rcv.example"));
            }
            execute("update outbox_recipient set due_at = due_at + 3600000");
            assertThat(operations.retryAllNow("one.example:25")).isEqualTo(2);
            assertThat(operations.retryAllNow(null)).isEqualTo(1);
            assertThat(operations.retryAllNow(null)).isZero();
        }

        @Test
        void anAccountReleasedFromAnotherMachineIsTriedAgainAtOnce() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                    .user("shop", "right")
                    .requireAuth()
                    .on(SmtpPhase.AUTH, Occurrence.first(), Action.reply("535 5.7.8 Wrong password"))
                    .start()) {
                Properties properties = Mail.session(server).getProperties();
                properties.put("mail.smtp.auth", "true");
                properties.put("mail.smtp.user", "shop");
                Session session = Session.getInstance(properties, new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication("shop", "right");
                    }
                });
                try (MailOutbox outbox = MailOutbox.builder(database.dataSource(), session)
                        .sweep(Duration.ofMillis(100))
                        .build()) {
                    outbox.start();
                    outbox.enqueue(Mail.message("a@rcv.example"));
                    Mail.until(() -> operations.accountParked().isPresent());
                    assertThat(operations.accountParked())
                            .hasValueSatisfying(why -> assertThat(why).contains("535"));
                    assertThat(operations.releaseAccount()).isTrue();
                    Mail.until(() -> server.acceptedCount() == 1);
                }
            }
        }

        @Test
        void aSessionWithoutAHostOfItsProtocolIsThrottledByTheGeneralOne() throws Exception {
            Session session = Session.getInstance(new Properties());
            session.getProperties().put("mail.host", "general.example");
            session.getProperties().put("mail.user", "shop");
            try (MailOutbox outbox =
                    MailOutbox.builder(database.dataSource(), session).build()) {
                outbox.enqueue(Mail.message("a@rcv.example"));
            }
            assertThat(operations.list(OutboxFilter.all(), 0, 10))
                    .extracting(OutboxRecipient::destination)
                    .containsExactly("shop@general.example");
        }

        @Test
        void aDatabaseWithoutTheTablesIsNamedWithTheCure() throws Exception {
            execute("drop table outbox_schema");
            assertThatThrownBy(() -> OutboxOperations.open(database.dataSource(), Timekeeper.system()))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("OutboxSchema.create");
        }

        @Test
        void outcomesAreNotKeptForLessThanNothing() {
            assertThatThrownBy(() -> operations.purge(Duration.ofDays(-1))).hasMessageContaining("zero or more");
        }

        private void keepOneAs(OutboxState state, String messageId, String address) throws Exception {
            try (MailOutbox outbox = outbox("one.example", 25)) {
                MimeMessage message = Mail.message(address);
                message.setHeader("Message-ID", messageId);
                outbox.enqueue(message);
            }
            execute("update outbox_recipient set state = '" + state
                    + "', attempts = 1, settled_at = 1, reply = '250 OK',"
                    + " phase = 'END_OF_DATA' where state = 'QUEUED'");
        }

        private OutboxBounce bounced(String recipient, String messageId) throws Exception {
            String bounce = "From: MAILER-DAEMON@mta.example\nSubject: failure\nTo: news+ada=rcv.example@snd.example\n"
                    + "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
                    + "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mta.example\n\n"
                    + "Final-Recipient: rfc822; " + recipient + "\nAction: failed\nStatus: 5.1.1\n"
                    + "Diagnostic-Code: smtp; 550 5.1.1 No such user\n\n"
                    + (messageId == null
                            ? ""
                            : "--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: " + messageId + "\n\n")
                    + "--b--\n";
            List<BounceReport> reports = BounceReader.of(ReplyCatalogue.standard())
                    .read(new ByteArrayInputStream(bounce.getBytes(StandardCharsets.UTF_8)));
            assertThat(reports).hasSize(1);
            return operations.bounced(reports.get(0));
        }

        @Test
        void aBounceTurnsADeliveryIntoAFailureOnce() throws Exception {
            keepOneAs(OutboxState.DELIVERED, "<1@snd.example>", "Ada@rcv.example");
            OutboxBounce first = bounced("ada@rcv.example", "<1@snd.example>");
            assertThat(first.result()).isEqualTo(OutboxBounce.Result.RECORDED);
            OutboxRecipient recipient = first.recipient();
            assertThat(recipient.state()).isEqualTo(OutboxState.GIVEN_UP);
            assertThat(recipient.phase()).isEqualTo("BOUNCE");
            assertThat(recipient.reply()).isEqualTo("550 5.1.1 No such user");
            assertThat(recipient.reason()).isEqualTo("UNKNOWN_RECIPIENT");
            assertThat(recipient.attempts()).isEqualTo(1);
            assertThat(bounced("ada@rcv.example", "<1@snd.example>").result()).isEqualTo(OutboxBounce.Result.KNOWN);
            assertThat(operations.attempts(recipient.id())).singleElement().satisfies(attempt -> {
                assertThat(attempt.attempt()).isEqualTo(1);
                assertThat(attempt.acceptance()).isEqualTo("YES");
                assertThat(attempt.phase()).isEqualTo("BOUNCE");
            });
        }

        @Test
        void aBounceSettlesWhatWasUnknownAndKeepsItsAttempt() throws Exception {
            keepOneAs(OutboxState.UNKNOWN, "<1@snd.example>", "ada@rcv.example");
            long id = operations.list(OutboxFilter.all(), 0, 1).get(0).id();
            execute("insert into outbox_attempt (recipient, attempt, at, acceptance, phase, decision, reason, rule)"
                    + " values (" + id + ", 1, 0, 'UNKNOWN', 'END_OF_DATA', 'RETRY', 'TIMEOUT', 'r')");
            assertThat(bounced("ada@rcv.example", "<1@snd.example>").result()).isEqualTo(OutboxBounce.Result.RECORDED);
            assertThat(operations.attempts(id))
                    .extracting(OutboxAttempt::acceptance)
                    .containsExactly("UNKNOWN", "YES");
        }

        @Test
        void aBounceWithoutAMessageIdIsFoundByItsAddressIfOnlyOneMessageCanBeMeant() throws Exception {
            keepOneAs(OutboxState.DELIVERED, "<1@snd.example>", "ada@rcv.example");
            assertThat(bounced("ada@rcv.example", null).result()).isEqualTo(OutboxBounce.Result.RECORDED);
            keepOneAs(OutboxState.DELIVERED, "<2@snd.example>", "ada@rcv.example");
            assertThat(bounced("ada@rcv.example", null).result()).isEqualTo(OutboxBounce.Result.AMBIGUOUS);
            execute("update outbox_recipient set created_at = 1");
            assertThat(bounced("ada@rcv.example", null).result()).isEqualTo(OutboxBounce.Result.NOT_FOUND);
        }

        @Test
        void aBounceWithoutAMessageIdIsLookedForByAnIndex() throws Exception {
            keepOneAs(OutboxState.DELIVERED, "<1@snd.example>", "ada@rcv.example");
            String generated = database.toString().equals("H2")
                    ? "system_range(1, 20000) as g (x)"
                    : "generate_series(1, 20000) as g (x)";
            execute(
                    "insert into outbox_recipient (id, message, address, destination, priority, state, due_at, lives_from,"
                            + " created_at, attempts, failures, throttled, at_once, ever_unknown, delay_told)"
                            + " select 100000 + g.x, r.message, 'r' || g.x || '@rcv.example', r.destination, 0, r.state, r.due_at,"
                            + " r.lives_from, r.created_at, 1, 0, 0, 0, false, false from outbox_recipient r, "
                            + generated);
            execute("analyze");
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("explain " + OutboxQueries.settledTo(Dialect.of(connection)))) {
                statement.setString(1, "ada@rcv.example");
                statement.setLong(2, 0);
                StringBuilder plan = new StringBuilder();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        plan.append(rows.getString(1)).append('\n');
                    }
                }
                assertThat(plan.toString()).containsIgnoringCase("outbox_recipient_settled_to");
            }
            assertThat(bounced("ada@rcv.example", null).result()).isEqualTo(OutboxBounce.Result.RECORDED);
        }

        @Test
        void aBounceOfAStrangersMessageOrOfOneThatStillWaitsChangesNothing() throws Exception {
            keepOneAs(OutboxState.DELIVERED, "<1@snd.example>", "ada@rcv.example");
            assertThat(bounced("ada@rcv.example", "<forged@snd.example>").result())
                    .isEqualTo(OutboxBounce.Result.NOT_FOUND);
            assertThat(bounced("bob@rcv.example", "<1@snd.example>").result()).isEqualTo(OutboxBounce.Result.NOT_FOUND);
            execute("update outbox_recipient set state = 'QUEUED', settled_at = null");
            assertThat(bounced("ada@rcv.example", "<1@snd.example>").result()).isEqualTo(OutboxBounce.Result.OPEN);
            assertThat(operations.list(OutboxFilter.in(OutboxState.QUEUED), 0, 10))
                    .hasSize(1);
        }

        @Test
        void whatIsNoFailureChangesNothing() throws Exception {
            keepOneAs(OutboxState.DELIVERED, "<1@snd.example>", "ada@rcv.example");
            String reply = "From: ada@rcv.example\nAuto-Submitted: auto-replied\nIn-Reply-To: <1@snd.example>\n"
                    + "Subject: away\n\nI am away.\n";
            BounceReport away = BounceReader.of(ReplyCatalogue.standard())
                    .read(new ByteArrayInputStream(reply.getBytes(StandardCharsets.UTF_8)))
                    .get(0);
            assertThat(operations.bounced(away).result()).isEqualTo(OutboxBounce.Result.NO_FAILURE);
        }
    }
}

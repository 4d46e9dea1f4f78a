/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that are killed at random moments, again and again, lose nothing and hide nothing. */
class CrashTest {

    private static final int LANES = 4;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void onH2NothingIsLostAndNothingSentTwiceUnseen() throws Exception {
        try (Database database = Database.h2()) {
            crash(database, 200, 2, 1);
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void onPostgreSqlNothingIsLostAndNothingSentTwiceUnseen() throws Exception {
        assumeTrue(Database.postgresPrograms() != null, "PostgreSQL is not installed here");
        try (Database database = Database.postgres()) {
            crash(database, 200, 2, 2);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void fiftyKillsOnH2() throws Exception {
        try (Database database = Database.h2()) {
            crash(database, 10_000, 50, 3);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void fiftyKillsOnPostgreSql() throws Exception {
        assumeTrue(Database.postgresPrograms() != null, "PostgreSQL is not installed here");
        try (Database database = Database.postgres()) {
            crash(database, 10_000, 50, 4);
        }
    }

    private static void crash(Database database, int messages, int kills, long seed) throws Exception {
        Manners manners = Manners.builder().withholdSome(0.01, seed).build();
        try (var server = ScriptedSmtpServer.builder()
                .otherDestinations(manners)
                .on(SmtpPhase.RCPT, Occurrence.some(0.03, seed), Action.reply("451 4.3.0 Later"))
                .linkDelay(Duration.ofMillis(1))
                .start()) {
            enqueue(database, server, messages);
            Random random = new Random(seed);
            for (int killed = 0; killed < kills; killed++) {
                Process node = start(database, server);
                int before = server.acceptedCount();
                int share = 1 + random.nextInt(Math.max(1, messages / kills));
                // it dies in the middle of its work, or at its end
                Mail.until(() -> server.acceptedCount() >= before + share || !node.isAlive());
                Timekeeper.system().sleep(Duration.ofMillis(random.nextInt(20)));
                node.destroyForcibly();
                node.waitFor();
            }
            Process last = start(database, server);
            assertThat(last.waitFor()).isZero();
            check(database, server, messages, kills);
        }
    }

    private static void enqueue(Database database, ScriptedSmtpServer server, int messages) throws Exception {
        DataSource dataSource = database.unpooled();
        try (MailOutbox outbox =
                        MailOutbox.builder(dataSource, Mail.session(server)).build();
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            List<OutboxMessage> all = new ArrayList<>();
            for (int i = 0; i < messages; i++) {
                all.add(OutboxMessage.of(Mail.message("r" + i + "@rcv.example")));
            }
            assertThat(outbox.enqueueAll(connection, all.iterator())).isEqualTo(messages);
            connection.commit();
        }
    }

    private static Process start(Database database, ScriptedSmtpServer server) throws Exception {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashNode.class.getName(),
                        database.url(),
                        server.host(),
                        String.valueOf(server.port()),
                        String.valueOf(LANES))
                .inheritIO()
                .start();
    }

    private static void check(Database database, ScriptedSmtpServer server, int messages, int kills) throws Exception {
        Map<String, Long> accepted =
                server.accepted().stream().collect(Collectors.groupingBy(Accepted::recipient, Collectors.counting()));
        OutboxOperations operations = new OutboxOperations(database.unpooled(), Timekeeper.system());
        List<OutboxRecipient> delivered = operations.list(OutboxState.DELIVERED, 0, messages + 1);
        long marked =
                delivered.stream().filter(OutboxRecipient::possibleDuplicate).count();
        long twice = accepted.values().stream().filter(n -> n > 1).count();
        System.out.println(database + ": " + kills + " kills, " + messages + " messages, " + delivered.size()
                + " delivered, " + marked + " possible duplicates, of them " + twice + " real ones, at most "
                + server.peakConnections() + " connections");
        assertThat(delivered).hasSize(messages);
        assertThat(delivered).allSatisfy(r -> assertThat(accepted.get(r.address()))
                .as("how often the server accepted %s", r)
                .isGreaterThanOrEqualTo(1)
                .isLessThanOrEqualTo(r.possibleDuplicate() ? Long.MAX_VALUE : 1));
    }
}

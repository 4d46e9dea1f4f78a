/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Machines that are killed at random moments, again and again, lose nothing and hide nothing. */
class CrashTest {

    private static final int LANES = 4;
    private static final int MANY = Integer.getInteger("crash.messages", 10_000);
    private static final int KILLS = Integer.getInteger("crash.kills", 50);

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
        try (Database database = Database.postgresServer()) {
            crash(database, 200, 2, 2);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void fiftyKillsOnH2() throws Exception {
        try (Database database = Database.h2()) {
            crash(database, MANY, KILLS, 3);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void fiftyKillsOnPostgreSql() throws Exception {
        try (Database database = Database.postgresServer()) {
            crash(database, MANY, KILLS, 4);
        }
    }

    /** It forgets to say that it has accepted, refuses for now, breaks off and says goodbye. */
    private static ScriptedSmtpServer misbehavingServer(long seed) {
        return ScriptedSmtpServer.builder()
                .otherDestinations(Manners.builder().withholdSome(0.01, seed).build())
                .on(SmtpPhase.RCPT, Occurrence.some(0.03, seed), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.MAIL, Occurrence.some(0.005, seed + 1), Action.close())
                .on(SmtpPhase.DATA, Occurrence.some(0.005, seed + 2), Action.reset())
                .on(SmtpPhase.DATA, Occurrence.some(0.005, seed + 3), Action.closeInBody())
                .on(SmtpPhase.END_OF_DATA, Occurrence.some(0.005, seed + 4), Action.reply("451 4.3.0 Later"))
                .on(
                        SmtpPhase.MAIL,
                        Occurrence.some(0.002, seed + 5),
                        Action.reply("421 4.3.2 Shutting down").thenClose())
                .linkDelay(Duration.ofMillis(1))
                .start();
    }

    private static void crash(Database database, int messages, int kills, long seed) throws Exception {
        try (var server = misbehavingServer(seed)) {
            enqueue(database, server, messages);
            Random random = new Random(seed);
            long start = Timekeeper.system().nanoTime();
            for (int killed = 0; killed < kills; killed++) {
                Process node = start(database, server, LANES);
                int before = server.acceptedCount();
                int share = 1 + random.nextInt(Math.max(1, messages / kills));
                // it dies in the middle of its work, or at its end
                Mail.until(() -> server.acceptedCount() >= before + share || !node.isAlive());
                Timekeeper.system().sleep(Duration.ofMillis(random.nextInt(20)));
                node.destroyForcibly();
                node.waitFor();
            }
            Process last = start(database, server, LANES);
            assertThat(last.waitFor()).isZero();
            Books books = Books.balanced(database.unpooled(), server, messages);
            System.out.printf(
                    "%s: %d kills (seed %d), %d messages in %.0f s: %s; %d replies withheld; at most %d connections%n",
                    database,
                    kills,
                    seed,
                    messages,
                    FiguresTest.seconds(start),
                    books,
                    server.withheld().size(),
                    server.peakConnections());
        }
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void threeMachinesTogetherStayBelowTheCap() throws Exception {
        try (Database database = Database.postgresServer()) {
            machines(database, 3, 600);
        }
    }

    @Test
    @Tag("long")
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void oneTwoAndThreeMachinesStayBelowTheCap() throws Exception {
        try (Database database = Database.postgresServer()) {
            for (int machines = 1; machines <= 3; machines++) {
                database.empty();
                machines(database, machines, MANY);
            }
        }
    }

    private static void machines(Database database, int count, int messages) throws Exception {
        int cap = 6;
        try (var server =
                ScriptedSmtpServer.builder().linkDelay(Duration.ofMillis(1)).start()) {
            enqueue(database, server, messages);
            List<Process> machines = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                machines.add(start(database, server, cap));
            }
            Mail.until(() -> server.acceptedCount() > 0);
            long start = Timekeeper.system().nanoTime();
            Mail.until(() -> server.acceptedCount() >= messages);
            double seconds = FiguresTest.seconds(start);
            for (Process machine : machines) {
                assertThat(machine.waitFor()).isZero();
            }
            System.out.printf(
                    "%s: %d machines, at most %d connections (cap %d), drained at %.0f/s%n",
                    database, count, server.peakConnections(), cap, messages / seconds);
            assertThat(server.peakConnections()).isLessThanOrEqualTo(cap);
            assertThat(server.duplicates()).isEmpty();
            Books.balanced(database.unpooled(), server, messages);
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

    private static Process start(Database database, ScriptedSmtpServer server, int lanes) throws Exception {
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
                        String.valueOf(lanes))
                .inheritIO()
                .start();
    }
}

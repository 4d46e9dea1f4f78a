/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own is killed in the middle, and continued here. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KilledRunTest {

    /** So slow that two hundred take longer than it takes to see the first of them. */
    private static final Duration LINK_DELAY = Duration.ofMillis(40);

    private static final int LANES = 4;
    private static final Pattern PROGRESS = Pattern.compile("([0-9]+) of [0-9]+ \\([0-9]+ %\\), .*");

    private final List<String> subscribers = IntStream.rangeClosed(1, 200)
            .mapToObj(n -> "reader" + n + "@one.example")
            .toList();

    @TempDir
    private Path folder;

    private List<String> arguments(ScriptedSmtpServer server, Path list, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--host", server.host(), "--port", "" + server.port()));
        arguments.addAll(List.of("--from", "news@sender.example", "--to-file", list.toString()));
        arguments.addAll(List.of(more));
        return arguments;
    }

    /** Returns when the process is dead. */
    private void runAndKill(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                NewsletterApp.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
        try (BufferedReader out = process.inputReader()) {
            String line = out.readLine();
            while (line != null && !hasEnded(line)) {
                line = out.readLine();
            }
            assertThat(line).as(Files.readString(folder.resolve("errors.txt"))).isNotNull();
        } finally {
            // SIGKILL: nothing in it can tidy up
            process.destroyForcibly().waitFor();
        }
    }

    private static boolean hasEnded(String line) {
        Matcher matcher = PROGRESS.matcher(line);
        return matcher.matches() && Integer.parseInt(matcher.group(1)) > 0;
    }

    private Map<String, List<Accepted>> byRecipient(ScriptedSmtpServer server) {
        return server.accepted().stream().collect(Collectors.groupingBy(Accepted::recipient));
    }

    @Test
    void isContinuedWithoutSendingTwiceExceptWhereItSaysSo() throws Exception {
        Path list = Files.write(folder.resolve("list.txt"), subscribers);
        Path journal = folder.resolve("list.txt.journal");
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().linkDelay(LINK_DELAY).start()) {
            runAndKill(arguments(server, list, "--lanes", "" + LANES));
            int before = server.acceptedCount();
            assumeTrue(before < subscribers.size(), "the machine was asleep while the run went on to its end");
            Run resumed = Run.of(arguments(server, list, "--lanes", "32", "--resume", journal.toString())
                    .toArray(String[]::new));
            assertThat(resumed.exitCode).as(resumed.out + resumed.err).isZero();
            assertThat(resumed.out).contains("The run of " + journal + " goes on:");
            List<Standing> standings =
                    JournalReader.read(journal, new Words(Locale.ENGLISH)).standings();
            assertThat(standings).extracting(Standing::outcome).containsOnly(Outcome.DELIVERED);
            Map<String, List<Accepted>> accepted = byRecipient(server);
            for (int i = 0; i < subscribers.size(); i++) {
                List<Accepted> copies = accepted.getOrDefault(subscribers.get(i), List.of());
                assertThat(copies)
                        .as(subscribers.get(i))
                        .hasSizeBetween(1, standings.get(i).possibleDuplicate() ? 2 : 1);
                assertThat(copies)
                        .extracting(Accepted::messageId)
                        .containsOnly(copies.get(0).messageId());
            }
            assertThat(standings.stream().filter(Standing::possibleDuplicate).count())
                    .as("as many as there were lanes, at the most")
                    .isLessThanOrEqualTo(LANES);
        }
    }

    @Test
    void isContinuedWithoutSendingTwiceAtAllWhereThatIsWanted() throws Exception {
        Path list = Files.write(folder.resolve("list.txt"), subscribers);
        Path journal = folder.resolve("list.txt.journal");
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().linkDelay(LINK_DELAY).start()) {
            runAndKill(arguments(server, list, "--lanes", "" + LANES));
            Run resumed = Run.of(
                    arguments(server, list, "--lanes", "32", "--resume", journal.toString(), "--on-unknown", "report")
                            .toArray(String[]::new));
            assertThat(resumed.exitCode).as(resumed.out + resumed.err).isIn(ExitCode.OK, ExitCode.DEFERRED);
            Map<String, List<Accepted>> accepted = byRecipient(server);
            assertThat(accepted.values())
                    .allSatisfy(copies -> assertThat(copies).hasSize(1));
            assertThat(subscribers.size() - accepted.size())
                    .as("those who were in flight, and not accepted")
                    .isBetween(0, LANES);
        }
    }

    /** The last thread of a run to return its connection closes the database, a moment after the run has ended. */
    private static void awaitUnlocked(DataSource dataSource) throws SQLException, InterruptedException {
        while (true) {
            try (Connection open = dataSource.getConnection()) {
                assertThat(open.isValid(0)).isTrue();
                return;
            } catch (SQLException e) {
                if (e.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
                    throw e;
                }
                Timekeeper.system().sleep(Duration.ofMillis(20));
            }
        }
    }

    @Test
    void isContinuedOutOfItsDatabaseByTheSameCallAndItsReportIsWhole() throws Exception {
        Path list = Files.write(folder.resolve("list.txt"), subscribers);
        Path database = folder.resolve("issue");
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().linkDelay(LINK_DELAY).start()) {
            // to send again to those of whom nobody knows would take its minute
            List<String> call = arguments(
                    server, list, "--lanes", "" + LANES, "--on-unknown", "report", "--outbox", database.toString());
            runAndKill(call);
            int before = server.acceptedCount();
            assumeTrue(before < subscribers.size(), "the machine was asleep while the run went on to its end");
            Run resumed = Run.of(call.toArray(String[]::new));
            assertThat(resumed.exitCode).as(resumed.out + resumed.err).isIn(ExitCode.OK, ExitCode.DEFERRED);
            assertThat(resumed.out).contains("The run in " + database + " goes on:");
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL("jdbc:h2:file:" + database + ";REUSE_SPACE=FALSE");
            awaitUnlocked(dataSource);
            List<OutboxRecipient> rows =
                    OutboxOperations.open(dataSource, Timekeeper.system()).list(OutboxFilter.all(), 0, 1000);
            assertThat(rows).extracting(OutboxRecipient::address).containsExactlyElementsOf(subscribers);
            assertThat(rows).extracting(OutboxRecipient::state).isSubsetOf(OutboxState.DELIVERED, OutboxState.UNKNOWN);
            assertThat(rows.stream()
                            .filter(row -> row.state() == OutboxState.UNKNOWN)
                            .count())
                    .as("as many as there were lanes, at the most")
                    .isLessThanOrEqualTo(LANES);
            Map<String, List<Accepted>> accepted = byRecipient(server);
            for (OutboxRecipient row : rows) {
                assertThat(accepted.getOrDefault(row.address(), List.of()))
                        .as(row.address())
                        .hasSizeBetween(row.state() == OutboxState.DELIVERED ? 1 : 0, 1)
                        .extracting(Accepted::messageId)
                        .isSubsetOf(row.messageId());
            }
            assertThat(Run.of(call.toArray(String[]::new)).exitCode)
                    .as("nothing is left to do")
                    .isEqualTo(resumed.exitCode);
            assertThat(server.acceptedCount())
                    .isEqualTo(accepted.values().stream().mapToInt(List::size).sum());
            Files.write(list, List.of("another@one.example"));
            Run other = Run.of(call.toArray(String[]::new));
            assertThat(other.exitCode).isEqualTo(ExitCode.USAGE);
            assertThat(other.err).contains("holds another issue, sender or list");
        }
    }
}

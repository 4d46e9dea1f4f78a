/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealServerRunTest {

    @TempDir
    private Path folder;

    private Path file(String... lines) throws IOException {
        // a name of its own for each: the journal of a run bears the name of its list
        return Files.write(Files.createTempFile(folder, "list", ".txt"), List.of(lines));
    }

    private static Run send(ScriptedSmtpServer server, Path file, String... more) {
        return send(Map.of(), server, file, more);
    }

    private static Run send(Map<String, String> environment, ScriptedSmtpServer server, Path file, String... more) {
        List<String> args = new ArrayList<>(List.of("--host", server.host(), "--port", "" + server.port()));
        args.addAll(List.of("--from", "news@sender.example", "--to-file", file.toString(), "--factor", "600"));
        args.addAll(List.of(more));
        return Run.of(environment, args.toArray(String[]::new));
    }

    @Test
    void sendsToEverybodyInTheFileOnce() throws IOException {
        Path list = file("# readers", "ann@one.example", "", "  bob@two.example", "ann@ONE.example");
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().keepMessages().start()) {
            Run run = send(server, list);
            assertThat(run.exitCode).as(run.out + run.err).isZero();
            assertThat(run.out)
                    .contains(list + ":5: ann@ONE.example stands in line 2 already: it is sent to once")
                    .contains("2 recipients, by way of 127.0.0.1:" + server.port())
                    .contains("Time runs 600 times as fast for the client alone")
                    .contains("Everybody has been delivered to: there is nothing to do.")
                    .doesNotContain("Self-check");
            assertThat(server.accepted())
                    .extracting(Accepted::recipient)
                    .containsExactlyInAnyOrder("ann@one.example", "bob@two.example");
            assertThat(server.accepted()).extracting(Accepted::messageId).doesNotHaveDuplicates();
            assertThat(new String(server.messages().get(0), StandardCharsets.UTF_8))
                    .contains("From: news@sender.example", "List-Unsubscribe: <mailto:news@sender.example?subject=");
        }
    }

    @Test
    void doesNotSayHowTimeRunsWhereItRunsAsUsual() throws IOException {
        Path list = file("ann@one.example");
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            Run plain = Run.of(
                    "--host",
                    server.host(),
                    "--port",
                    "" + server.port(),
                    "--from",
                    "news@sender.example",
                    "--to-file",
                    list.toString());
            assertThat(plain.exitCode).as(plain.err).isZero();
            assertThat(plain.out).doesNotContain("Time runs", "of theirs");
        }
    }

    @Test
    void endsWith69WhenSomebodyWasGivenUp() throws IOException {
        Manners manners = Manners.builder()
                .deadMailboxes(address -> address.startsWith("gone"))
                .fullMailboxes(address -> address.startsWith("full"))
                .build();
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().otherDestinations(manners).start()) {
            assertThat(send(server, file("gone@one.example", "full@one.example", "ann@one.example")).exitCode)
                    .isEqualTo(ExitCode.GIVEN_UP);
            assertThat(send(server, file("full@one.example", "ann@one.example")).exitCode)
                    .isEqualTo(ExitCode.DEFERRED);
        }
    }

    @Test
    void endsAtOnceWhereNobodyListensAndSaysSo() throws IOException {
        ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
        server.close();
        Run run = send(server, file("ann@one.example"));
        assertThat(run.exitCode).isEqualTo(ExitCode.DEFERRED);
        assertThat(run.err).contains("No connection to 127.0.0.1:" + server.port());
    }

    @Test
    void endsWith78WhenTheLoginIsRefused() throws IOException {
        try (ScriptedSmtpServer server =
                ScriptedSmtpServer.builder().user("news", "right").requireAuth().start()) {
            Map<String, String> environment = Map.of("WRONG", "guessed-it-not", "RIGHT", "right");
            Path list = file("ann@one.example", "bob@one.example");
            Run refused = send(environment, server, list, "--user", "news", "--password-env", "WRONG");
            assertThat(refused.exitCode).isEqualTo(ExitCode.FIX_CONFIG);
            assertThat(refused.out + refused.err)
                    .contains("User name or password are wrong", "by way of news@127.0.0.1")
                    .doesNotContain("guessed-it-not");
            assertThat(server.logins()).isEqualTo(1);
            Run accepted = send(environment, server, list, "--user", "news", "--password-env", "RIGHT");
            assertThat(accepted.exitCode).as(accepted.err).isZero();
            assertThat(Files.readString(Path.of(list + ".report.html")))
                    .contains("news@127.0.0.1:" + server.port())
                    .doesNotContain("\"right\"", "How do letters arrive?");
        }
    }

    @Test
    void endsWith78WhenEncryptionIsRequiredAndNotOffered() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            Run run = send(server, file("ann@one.example"), "--starttls", "required");
            assertThat(run.exitCode).isEqualTo(ExitCode.FIX_CONFIG);
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @Test
    void sendsNothingIfALineIsBroken() throws IOException {
        Path list = file("ann@one.example", "bob@@two.example");
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            Run run = send(server, list);
            assertThat(run.exitCode).isEqualTo(ExitCode.USAGE);
            assertThat(run.err)
                    .isEqualToIgnoringNewLines("newsletter: " + list + ":2: \"bob@@two.example\" is not an address:"
                            + " write one address a line, like reader@example.net");
            assertThat(run.out).isEmpty();
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void doesNotSendASecondTimeByMistake() throws IOException {
        Path list = file("ann@one.example", "bob@one.example");
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            assertThat(send(server, list).out)
                    .contains("The run is written down in " + list + ".journal.")
                    .contains("The report as a page: " + list + ".report.html");
            Run again = send(server, list);
            assertThat(again.exitCode).isEqualTo(ExitCode.USAGE);
            assertThat(again.err)
                    .isEqualToIgnoringNewLines("newsletter: " + list + ".journal is the journal of an earlier run:"
                            + " continue that with --resume, or name another file with --journal");
            Run resumed = send(server, list, "--resume", list + ".journal");
            assertThat(resumed.exitCode).as(resumed.err).isZero();
            assertThat(resumed.out)
                    .contains("  2 have their outcome, and are not sent to")
                    .contains("2 recipients have their outcome after");
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void doesNotMixWhatBelongsToDifferentRuns() throws IOException {
        Path list = file("ann@one.example", "bob@one.example");
        Path shorter = file("ann@one.example");
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            assertThat(send(server, list).exitCode).isZero();
            String journal = list + ".journal";
            assertThat(send(server, shorter, "--resume", journal).err)
                    .isEqualToIgnoringNewLines("newsletter: " + journal + " is the journal of another list"
                            + " (2 subscribers; this one has 1): continue it with the list that it was begun with");
            Run otherSender = Run.of(
                    "--host",
                    server.host(),
                    "--port",
                    "" + server.port(),
                    "--from",
                    "other@sender.example",
                    "--to-file",
                    list.toString(),
                    "--resume",
                    journal);
            assertThat(otherSender.exitCode).isEqualTo(ExitCode.USAGE);
            assertThat(otherSender.err)
                    .isEqualToIgnoringNewLines("newsletter: " + journal + " is the journal of another issue, or of"
                            + " another sender: continue that one, or begin a journal of its own for this one");
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void showsNothingOfAServerThatCouldHarmATerminal() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.rawReply("550 5.1.1 \u001b[2Jno such user\r\n"))
                .start()) {
            Path list = file("ann@one.example");
            Run run = send(server, list);
            assertThat(run.exitCode).isEqualTo(ExitCode.GIVEN_UP);
            assertThat(run.out).contains("no such user").doesNotContain("\u001b");
            assertThat(Files.readString(Path.of(list + ".report.html")))
                    .contains("no such user")
                    .doesNotContain("\u001b");
        }
    }
}

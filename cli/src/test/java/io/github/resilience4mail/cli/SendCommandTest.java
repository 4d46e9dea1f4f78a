/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static io.github.resilience4mail.cli.SendTo.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How it ended: lines, summary and exit codes. */
class SendCommandTest {

    private static ScriptedSmtpServer.Builder manyManners() {
        return ScriptedSmtpServer.builder()
                .on(rcpt(), every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .on(rcpt(), every().to("later@rcv.example"), Action.reply("450 4.2.0 Try again in 3600 seconds"))
                .on(rcpt(), every().to("relay@rcv.example"), Action.reply("550 5.7.1 Relaying denied"))
                .on(SmtpPhase.END_OF_DATA, every().to("doubt@rcv.example"), Action.acceptThenClose());
    }

    private static SmtpPhase rcpt() {
        return SmtpPhase.RCPT;
    }

    private static Occurrence every() {
        return Occurrence.every();
    }

    @Test
    void theFieldsOfAnObjectAreFixed() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Answer answer = send(server, "--to", "Jane <jane@RCV.example>", "--json");

            String id = server.accepted().get(0).messageId();
            assertThat(id).startsWith("<").endsWith("@example.org>");
            assertThat(answer.err()).isEmpty();
            assertThat(answer.exitCode()).isZero();
            assertThat(answer.lines())
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .isEqualTo("{\"messageId\":\"" + id + "\",\"recipient\":\"jane@rcv.example\","
                                            + "\"outcome\":\"DELIVERED\",\"possibleDuplicate\":false,\"attempts\":1,"
                                            + "\"reply\":\"250 2.0.0 Ok: queued as 1\",\"decision\":null,"
                                            + "\"reason\":null,\"retryAt\":null}"),
                            line -> assertThat(line)
                                    .matches("\\{\"summary\":\\{\"delivered\":1,\"deferred\":0,\"givenUp\":0,"
                                            + "\"fixConfig\":0,\"unknown\":0,\"attempts\":1,\"connections\":1,"
                                            + "\"seconds\":\\d+\\.\\d{3}}}"));
        }
    }

    @Test
    void aFailureSaysWhatItMeansAndWhenToTryAgain() {
        try (var server = manyManners().start()) {
            Answer answer = send(server, "--to", "gone@rcv.example", "later@rcv.example", "--json");

            assertThat(answer.lines().subList(0, 2))
                    .satisfiesExactly(
                            line -> assertThat(line)
                                    .contains("\"recipient\":\"gone@rcv.example\",\"outcome\":\"GIVEN_UP\"")
                                    .endsWith("\"reply\":\"550 5.1.1 No such user\",\"decision\":\"GIVE_UP\","
                                            + "\"reason\":\"UNKNOWN_RECIPIENT\",\"retryAt\":null}"),
                            line -> assertThat(line)
                                    .contains("\"recipient\":\"later@rcv.example\",\"outcome\":\"DEFERRED\"")
                                    .contains("\"decision\":\"RETRY\",\"reason\":\"")
                                    .containsPattern("\"retryAt\":\"20\\d\\d-\\d\\d-\\d\\dT[0-9:.]+Z\"}$"));
            assertThat(answer.lines().get(2)).contains("\"deferred\":1,\"givenUp\":1,", "\"attempts\":2,");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, jane",
        "75, later jane",
        "75, doubt",
        "69, later gone jane",
        "78, later gone relay",
    })
    void theGravestEndIsTheExitCode(int exitCode, String names) {
        try (var server = manyManners().start()) {
            String[] recipients = List.of(names.split(" ")).stream()
                    .map(name -> "--to=" + name + "@rcv.example")
                    .toArray(String[]::new);

            assertThat(Program.with(new StopSignal())
                            .answer("", SendTo.arguments(server, concat(recipients, "--on-unknown", "report")))
                            .exitCode())
                    .isEqualTo(exitCode);
        }
    }

    private static String[] concat(String[] some, String... more) {
        String[] all = java.util.Arrays.copyOf(some, some.length + more.length);
        System.arraycopy(more, 0, all, some.length, more.length);
        return all;
    }

    @Test
    void whatMayHaveArrivedIsReportedOrSentAgain() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())
                .on(SmtpPhase.END_OF_DATA, Occurrence.nth(2), Action.acceptThenClose())
                .start()) {
            String reported = send(server, "--to", "a@rcv.example", "--on-unknown", "report", "--json")
                    .out();
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(reported)
                    .contains("\"outcome\":\"UNKNOWN\",\"possibleDuplicate\":false,\"attempts\":1,\"reply\":null,")
                    .contains("\"unknown\":1");

            Answer resent = send(server, "--to", "b@rcv.example", "--json");
            assertThat(resent.exitCode()).isZero();
            assertThat(resent.out()).contains("\"outcome\":\"DELIVERED\",\"possibleDuplicate\":true,\"attempts\":2,");
            assertThat(resent.out()).contains("\"attempts\":2,\"connections\":2,");
            assertThat(server.duplicates()).hasSize(1);
        }
    }

    @Test
    void eachMessageHasItsNumberAndItsIdentity() {
        try (var server = ScriptedSmtpServer.builder().keepMessages().start()) {
            Answer answer = send(
                    server,
                    "--to",
                    "u{n}@rcv.example",
                    "--to=all@rcv.example",
                    "--subject",
                    "No. {n}",
                    "--count",
                    "25",
                    "--lanes",
                    "3",
                    "--json");

            assertThat(answer.exitCode()).isZero();
            assertThat(answer.lines()).hasSize(51);
            assertThat(server.accepted()).hasSize(50);
            assertThat(server.accepted().stream().map(a -> a.messageId()).distinct())
                    .hasSize(25);
            assertThat(server.accepted().stream().map(a -> a.recipient()))
                    .contains("u1@rcv.example", "u25@rcv.example", "all@rcv.example")
                    .doesNotContain("u0@rcv.example", "u26@rcv.example");
            assertThat(server.messages())
                    .anySatisfy(message -> assertThat(new String(message, java.nio.charset.StandardCharsets.US_ASCII))
                            .contains("Subject: No. 17\r\n")
                            .contains("To: u17@rcv.example, all@rcv.example\r\n"));
            String summary = answer.lines().get(50);
            assertThat(field(summary, "delivered")).isEqualTo("50");
            assertThat(field(summary, "connections")).isEqualTo(String.valueOf(server.connections()));
            assertThat(server.peakConnections()).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void peopleAreToldWhatToDoOnceForEachCause() {
        try (var server = manyManners().start()) {
            Answer answer = send(server, "--to", "gone@rcv.example", "--to", "jane@rcv.example", "--count", "2");

            assertThat(answer.exitCode()).isEqualTo(69);
            assertThat(answer.out())
                    .contains("jane@rcv.example: delivered  <")
                    .contains("gone@rcv.example: given up  <", "\n  RCPT: 550 5.1.1 No such user\n")
                    .containsOnlyOnce("What to do: ")
                    .containsPattern(
                            "\n2 delivered, 2 given up; attempts: 4, connections: [12], seconds: \\d+\\.\\d\n$");
            assertThat(send(server, "--to", "later@rcv.example", "--lang", "fr").out())
                    .contains("later@rcv.example: différé", "Réessayez, mais pas avant : 20", "1 différé; tentatives");
            assertThat(send(server, "--to", "doubt@rcv.example", "--on-unknown", "report")
                            .out())
                    .contains("unknown whether it was accepted", "Ask the recipient before you send it again");
        }
    }

    @Test
    void aRecipientIsReportedWhileAnotherOfTheSameMessageStillWaits() {
        try (var server = ScriptedSmtpServer.builder()
                .on(rcpt(), Occurrence.first().to("slow@rcv.example"), Action.reply("451 4.3.0 Not just now"))
                .start()) {
            Answer answer = send(server, "--to", "slow@rcv.example", "quick@rcv.example", "--json");

            assertThat(answer.lines().stream().map(line -> field(line, "recipient")))
                    .startsWith("quick@rcv.example", "slow@rcv.example");
        }
    }

    @Test
    void rulesOfOnesOwnDecideHereToo() throws Exception {
        java.nio.file.Path rules = java.nio.file.Files.createTempFile("rules", ".yaml");
        java.nio.file.Files.writeString(
                rules,
                """
                seen: 2026-11-23
                rules:
                  - id: own-rule
                    code: 451
                    text: not here
                    reason: UNKNOWN_RECIPIENT
                    why: our own server does that
                    samples: ["451 not here"]
                    source: our own documentation
                """);
        try (var server = ScriptedSmtpServer.builder()
                .on(rcpt(), every(), Action.reply("451 Not here"))
                .start()) {
            assertThat(send(server, "--to", "a@rcv.example", "--rules", rules.toString())
                            .exitCode())
                    .isEqualTo(69);
        } finally {
            java.nio.file.Files.delete(rules);
        }
    }
}

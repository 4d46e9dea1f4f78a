/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.Program.run;
import static io.github.resilience4mail.cli.Program.runWithInput;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program as it is called, in this process. */
class MainTest {

    private static final String RULE =
            """
            seen: 2026-11-23
            rules:
              - id: own-rule
                code: 550
                reason: GREYLISTED
                why: our own server does that
                samples: ["550 whatever"]
                source: our own documentation
            """;

    @TempDir
    private Path directory;

    @Test
    void explainsArgumentsToPeople() {
        Answer answer = run("explain", "550 5.7.1 Unable to relay", "--phase", "RCPT");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("550 5.7.1 Unable to relay\n")
                .contains("Decision: fix the configuration (FIX_CONFIG, RELAY_DENIED)")
                .contains("mail.smtp.auth")
                .contains("phrase-relay");
    }

    @Test
    void explainsInFrenchAndSaysWhen() {
        Answer answer = run("explain", "--lang", "fr", "450 Liste grise, réessayez dans 5 minutes");

        assertThat(answer.out())
                .contains("450 Liste grise, réessayez dans 5 minutes")
                .contains("Décision : réessayer (RETRY, GREYLISTED)")
                .contains("pas avant 300 secondes");
    }

    @Test
    void theFieldsOfAnObjectAreFixed() {
        assertThat(run("explain", "--json", "450 4.2.0 Greylisted, try again in 300 seconds")
                        .lines())
                .singleElement()
                .asString()
                .startsWith("{\"id\":null,\"decision\":\"RETRY\",\"reason\":\"GREYLISTED\",\"scope\":\"RECIPIENT\","
                        + "\"throttle\":false,\"suppress\":false,\"hintSeconds\":300,\"delayClass\":\"GREYLIST\","
                        + "\"confidence\":\"HIGH\",\"rule\":\"phrase-greylisted\",\"title\":\"")
                .contains("\",\"cause\":\"", "\",\"action\":\"")
                .endsWith("\"}");
        assertThat(run("explain", "--json", "550 5.1.1 x").out())
                .contains("\"suppress\":true,\"hintSeconds\":null,\"delayClass\":null,");
        assertThat(run("explain", "--json", "250 OK").out())
                .isEqualTo("{\"id\":null,\"decision\":\"NONE\",\"reason\":null,\"scope\":null,\"throttle\":false,"
                        + "\"suppress\":false,\"hintSeconds\":null,\"delayClass\":null,\"confidence\":null,"
                        + "\"rule\":null,\"title\":null,\"cause\":null,\"action\":null}\n");
    }

    @Test
    void answersObjectsInOrderAndGoesOnAfterBadOnes() {
        Answer answer = runWithInput(
                """
                {"id": {"n": [1.50, "é"]}, "reply": "550-5.1.1 No\\n550 5.1.1 such", "phase": "RCPT", "host": null}
                nonsense
                {"id": "b"}
                {"id": "c", "reply": 3}
                {"id": "d", "reply": "450", "phase": "LATER"}
                ["reply"]

                {"id": 1, "reply": "450"} {"id": 2, "reply": "450"}
                {"id": 1, "id": 2, "reply": "450"}
                {"id": "z", "reply": "554 5.7.30", "host": "mx.google.com", "else": [{}]}""",
                "explain",
                "--json");

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.lines()).hasSize(10);
        assertThat(answer.lines().get(0)).startsWith("{\"id\":{\"n\":[1.50,\"\\u00E9\"]},\"decision\":\"GIVE_UP\"");
        assertThat(answer.lines().get(1)).startsWith("{\"id\":null,\"error\":\"line 2: not a JSON object");
        assertThat(answer.lines().get(2)).isEqualTo("{\"id\":null,\"error\":\"line 3: \\\"reply\\\" is missing\"}");
        assertThat(answer.lines().get(3)).contains("line 4: \\\"reply\\\" is not a string");
        assertThat(answer.lines().get(4)).contains("line 5: \\\"LATER\\\" is not a phase");
        assertThat(answer.lines().subList(5, 9))
                .allSatisfy(line -> assertThat(line).contains("\"error\":\"line "));
        assertThat(answer.lines().get(9)).contains("\"id\":\"z\"", "SENDER_UNAUTHENTICATED");
    }

    @Test
    void aNumberThatNothingCanHoldSpoilsItsLineAndNoOther() throws Exception {
        Answer answer = runWithInput(
                """
                {"id": 1e99999999999, "reply": "450"}
                {"id": 1e99, "reply": "450"}""",
                "explain",
                "--json");

        assertThat(answer.exitCode()).isEqualTo(65);
        assertThat(answer.lines().get(0))
                .isEqualTo("{\"id\":null,\"error\":\"line 1: not a JSON object: a number in it has too large an"
                        + " exponent\"}");
        assertThat(answer.lines().get(1)).startsWith("{\"id\":1E+99,\"decision\":\"RETRY\"");
    }

    @Test
    void theOptionsHoldForObjectsThatDoNotSayOtherwise() {
        Answer answer = runWithInput(
                "{\"reply\": \"432\"}\n{\"reply\": \"432\", \"phase\": \"MAIL\"}\n",
                "explain",
                "--json",
                "--phase",
                "AUTH");

        assertThat(answer.lines().get(0)).contains("PASSWORD_CHANGE_REQUIRED");
        assertThat(answer.lines().get(1)).contains("TOO_MANY_CONNECTIONS");
    }

    @Test
    void readsLinesAndSkipsEmptyOnes() {
        Answer answer = runWithInput("450 Boîte pleine\n\n550 5.1.1 No\n", "explain");

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out())
                .contains("450 Boîte pleine\n", "MAILBOX_FULL", "UNKNOWN_RECIPIENT")
                .doesNotContain("UNKNOWN)");
    }

    @Test
    void aBackslashNSeparatesLinesOfAnArgument() {
        assertThat(run("explain", "550-5.1.1 The mailbox\\n550 5.1.1 does not exist")
                        .out())
                .startsWith("550 5.1.1 The mailbox does not exist\n");
    }

    @Test
    void whatTheServerSaysCannotReachTheTerminal() {
        String hostile = "550 \u001b[2J\u202e\u0007no such user\u2028x";

        assertThat(run("explain", hostile).out()).doesNotContain("\u001b", "\u202e", "\u0007", "\u2028");
        assertThat(runWithInput("{\"id\":\"\\u001b\\u202e\",\"reply\":\"550\"}\n\u001b\u202e", "explain", "--json")
                        .out())
                .doesNotContain("\u001b", "\u202e");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "explain --phase X 450 | '--phase'",
                "explain --lang de 450 | neither en nor fr",
                "explain --bogus | --bogus",
                "explain --check | --check wants --rules FILE",
                "explain --rules x.yaml --check 450 | --check wants --rules FILE",
                "explain --rules | '--rules'",
                "frobnicate | frobnicate",
                "'' | Missing required subcommand"
            })
    void wrongUsageIsOneSentenceAnd64(String line, String sentence) {
        Answer answer = run(line.isEmpty() ? new String[0] : line.split(" ", -1));

        assertThat(answer.exitCode()).isEqualTo(64);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines())
                .singleElement()
                .asString()
                .contains(sentence)
                .contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "--version", "explain --help", "explain --version"})
    void helpAndVersionWork(String line) {
        Answer answer = run(line.split(" ", -1));

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).contains("resilience4mail");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void ownRulesComeFirst() throws IOException {
        String file = Files.writeString(directory.resolve("own.yaml"), RULE).toString();

        assertThat(run("explain", "--rules", file, "--json", "550 5.1.1 User unknown")
                        .out())
                .contains("own-rule");
        assertThat(run("explain", "--rules", file, "--check")).isEqualTo(new Answer(0, "OK: 1 rule\n", ""));
        assertThat(run("explain", "--rules", file, "550 5.1.1 User unknown").out())
                .contains("Without your rules: phrase-user-unknown (GIVE_UP, UNKNOWN_RECIPIENT)");
        assertThat(run("explain", "--rules", file, "--lang", "fr", "550 5.1.1 User unknown")
                        .out())
                .contains("Sans vos règles : phrase-user-unknown");
        assertThat(run("explain", "550 5.1.1 User unknown").out()).doesNotContain("Without your rules");
    }

    @Test
    void aBadFileOfRulesIs65() throws IOException {
        String file = Files.writeString(directory.resolve("own.yaml"), RULE.replace("code", "cod"))
                .toString();
        String sentence = file + ":4: unknown key \"cod\"";

        Answer checked = run("explain", "--rules", file, "--check");
        assertThat(checked.exitCode()).isEqualTo(65);
        assertThat(checked.out()).startsWith(sentence);

        Answer used = run("explain", "--rules", file, "450");
        assertThat(used.exitCode()).isEqualTo(65);
        assertThat(used.out()).isEmpty();
        assertThat(used.err()).startsWith(sentence);
    }

    @Test
    void everyRowOfTheFirstCatalogueIsAnsweredInBothLanguages() throws IOException {
        String seed = new String(MainTest.class.getResourceAsStream("seed.txt").readAllBytes(), StandardCharsets.UTF_8);

        for (String language : List.of("en", "fr")) {
            Answer answer = runWithInput(seed, "explain", "--lang", language);
            assertThat(answer.exitCode()).isZero();
            assertThat(answer.out().split("\n\n", -1))
                    .hasSize((int) seed.lines().count() + 1);
            assertThat(answer.out()).doesNotContain(", UNKNOWN)", "class-");
        }
    }

    @Test
    void argumentsAreRecoveredFromTheCommandLine() {
        String commandLine = "java|-jar|cli.jar|explain|450 Boîte pleine|".replace('|', '\0');

        assertThat(Arguments.lastOf(commandLine, new String[] {"explain", "450 Bo?te pleine"}))
                .containsExactly("explain", "450 Boîte pleine");
        assertThat(Arguments.lastOf(commandLine, new String[] {"other", "450 Bo?te pleine"}))
                .containsExactly("other", "450 Bo?te pleine");
        assertThat(Arguments.lastOf("", new String[] {"explain"})).containsExactly("explain");
        assertThat(Arguments.decoded(new String[] {"explain"})).containsExactly("explain");
    }
}

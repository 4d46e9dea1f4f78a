/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that users write: the good ones count, the bad ones say what to correct. */
class RuleFileTest {

    /** Complete but for what each test adds; the first rule begins in line 2. */
    private static final String RULE =
            """
            rules:
              - id: own-rule
                code: 550
                reason: GREYLISTED
                why: our own server does that
                samples: ["550 whatever"]
                source: our own documentation
                seen: 2026-11-23
            """;

    @TempDir
    private Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("own.yaml"), text);
    }

    private static Verdict classify(ReplyCatalogue catalogue, String reply, String host) {
        return catalogue.classify(SmtpReply.parse(reply), SmtpPhase.RCPT, host).orElseThrow();
    }

    @Test
    void aUsersRuleOutranksAllOfOurs() throws IOException {
        ReplyCatalogue catalogue = ReplyCatalogue.withRules(file(RULE));

        Verdict verdict = classify(catalogue, "550 5.1.1 User unknown - gsmtp", "mx.google.com");

        assertThat(verdict.ruleId()).isEqualTo("own-rule");
        assertThat(verdict.decision()).isEqualTo(Decision.RETRY);
        assertThat(verdict.delayClass()).contains(DelayClass.GREYLIST);
        assertThat(catalogue.size()).isEqualTo(ReplyCatalogue.standard().size() + 1);
    }

    @Test
    void theStandardCatalogueIsNotTouched() throws IOException {
        ReplyCatalogue.withRules(file(RULE));

        assertThat(classify(ReplyCatalogue.standard(), "550", "").ruleId()).isEqualTo("code-550");
    }

    @Test
    void severalFilesAddUp() throws IOException {
        Path second = Files.writeString(
                directory.resolve("second.yaml"),
                RULE.replace("own-rule", "other-rule").replace("550", "551"));

        ReplyCatalogue catalogue = ReplyCatalogue.withRules(file(RULE), second);

        assertThat(classify(catalogue, "550", "").ruleId()).isEqualTo("own-rule");
        assertThat(classify(catalogue, "551", "").ruleId()).isEqualTo("other-rule");
    }

    @Test
    void theMostSpecificRuleWinsInTheOrderThatIsPromised() throws IOException {
        ReplyCatalogue catalogue = ReplyCatalogue.withRules(
                file("""
                seen: 2026-11-23
                rules:
                """
                        + rule("by-class", "code: 5xx", "599")
                        + rule("by-code", "code: 550", "550")
                        + rule("by-phase", "code: 550\n    phase: RCPT", "{reply: \"550\", phase: RCPT}")
                        + rule("by-any-class", "status: x.9.9", "550 4.9.9")
                        + rule("by-status", "status: 5.9.9", "550 5.9.9")
                        + rule("by-text", "code: 5xx\n    text: blue moon", "550 5.9.9 blue moon")
                        + rule("by-longer-text", "code: 5xx\n    text: a blue moon", "550 a blue moon")
                        + rule(
                                "by-host",
                                "code: 5xx\n    host: example.net",
                                "{reply: \"599\", host: mx.example.net}")));

        assertThat(classify(catalogue, "599", "").ruleId()).isEqualTo("by-class");
        assertThat(catalogue
                        .classify(SmtpReply.parse("550"), null, null)
                        .orElseThrow()
                        .ruleId())
                .isEqualTo("by-code");
        assertThat(classify(catalogue, "550", "").ruleId()).isEqualTo("by-phase");
        assertThat(classify(catalogue, "550 4.9.9", "").ruleId()).isEqualTo("by-any-class");
        assertThat(classify(catalogue, "550 5.9.9", "").ruleId()).isEqualTo("by-status");
        assertThat(classify(catalogue, "550 5.9.9 Blue Moon!", "").ruleId()).isEqualTo("by-text");
        assertThat(classify(catalogue, "550 5.9.9 a blue moon", "").ruleId()).isEqualTo("by-longer-text");
        assertThat(classify(catalogue, "550 5.9.9 a blue moon", "MX.Example.net.")
                        .ruleId())
                .isEqualTo("by-host");
        assertThat(classify(catalogue, "550 5.9.9 a blue moon", "badexample.net")
                        .ruleId())
                .isEqualTo("by-longer-text");
    }

    private static String rule(String id, String conditions, String sample) {
        String quoted = sample.startsWith("{") ? sample : "\"" + sample + "\"";
        return "  - id: " + id + "\n    " + conditions + "\n    reason: THROTTLED\n    why: a test\n    samples: ["
                + quoted + "]\n    source: none\n";
    }

    @Test
    void markersStandForTheHost() throws IOException {
        ReplyCatalogue catalogue = ReplyCatalogue.withRules(
                file("hosts: [example.net]\nmarkers: [blue moon]\n" + RULE.replace("550 whatever", "550 blue moon")));

        assertThat(classify(catalogue, "550", "mx.example.net").ruleId()).isEqualTo("own-rule");
        assertThat(classify(catalogue, "550 nothing - blue moon", "").ruleId()).isEqualTo("own-rule");
        assertThat(classify(catalogue, "550 nothing", "").ruleId()).isEqualTo("code-550");
    }

    private static final String GROUPS =
            """
            groups:
              box: |
                mailbox
                pigeon hole
              gone: |
                has gone
                moved away
            """;

    @ParameterizedTest
    @ValueSource(strings = {"550 that pigeon-hole moved away", "550 the mailbox, it seems, has gone"})
    void aGroupStandsForEachOfItsWords(String reply) throws IOException {
        ReplyCatalogue catalogue = ReplyCatalogue.withRules(file(GROUPS
                + RULE.replace("code: 550", "code: 550\n    text: \"{box} * {gone}\"")
                        .replace("550 whatever", "550 mailbox has gone")));

        assertThat(classify(catalogue, reply, "").ruleId()).isEqualTo("own-rule");
        assertThat(classify(catalogue, "550 moved away from the mailbox", "").ruleId())
                .isNotEqualTo("own-rule");
    }

    @Test
    void plainWordsSayMoreThanAGroup() throws IOException {
        ReplyCatalogue catalogue = ReplyCatalogue.withRules(file("seen: 2026-11-24\n" + GROUPS + "rules:\n"
                + rule(
                        "by-group",
                        "code: 5xx\n    phase: RCPT\n    text: \"{box} * {gone}\"",
                        "{reply: \"550 pigeon hole moved away\", phase: RCPT}")
                + rule("by-words", "code: 5xx\n    text: mailbox has", "550 mailbox has gone")));

        assertThat(catalogue
                        .classify(SmtpReply.parse("550 mailbox has gone"), SmtpPhase.RCPT, null)
                        .orElseThrow()
                        .ruleId())
                .isEqualTo("by-words");
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void aBadFileSaysWhereAndWhy(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> ReplyCatalogue.withRules(file))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(message.replace("own.yaml", file.toString()));
    }

    private static Stream<Arguments> badFiles() {
        return Stream.concat(unreadable(), inconsistent());
    }

    private static Arguments changed(String from, String to, String message) {
        if (!RULE.contains(from)) {
            throw new IllegalArgumentException(from);
        }
        return Arguments.of(RULE.replace(from, to), message);
    }

    private static Stream<Arguments> unreadable() {
        return Stream.of(
                Arguments.of("", "own.yaml:1: the file is empty; list rules under the key \"rules\""),
                Arguments.of("rules:\n", "own.yaml:1: \"rules\" has no value; give it one or leave it out"),
                Arguments.of("- a", "own.yaml:1: a file of rules is a mapping; write its keys as \"key: value\""),
                Arguments.of("seen: 2026-11-23", "own.yaml:1: there are no rules; list them under the key \"rules\""),
                Arguments.of("rules: []", "own.yaml:1: the list \"rules\" is empty; fill it or leave it out"),
                Arguments.of(
                        "rules:\n  - id: a\n   code: b",
                        "own.yaml:3: this is not YAML: expected <block end>, but found '<block mapping start>'"),
                changed(
                        "code: 550",
                        "code: 550\n    text: \"{box}\"",
                        "own.yaml:4: there is no group of words {box} in this file; it has none"),
                Arguments.of(
                        GROUPS.replace("moved away", "moved * away") + RULE,
                        "own.yaml:7: \"moved * away\" in a group of words has a gap; write it as a phrase"),
                Arguments.of(
                        GROUPS.replace("moved away", "Moved away") + RULE,
                        "own.yaml:7: the phrase \"Moved away\" is not in normal form; write it as \"moved away\""),
                changed(
                        "code: 550",
                        "cod: 550",
                        "own.yaml:3: unknown key \"cod\"; the keys of a rule are id, code,"
                                + " status, phase, host, text, reason, decision, delay, scope, throttle, suppress, confidence,"
                                + " why, samples, source, seen"),
                changed(
                        "code: 550",
                        "code: 550\n    code: 551",
                        "own.yaml:4: the key \"code\" is given twice; keep" + " one of them"),
                changed(
                        "code: 550",
                        "code: 250",
                        "own.yaml:3: \"250\" is not a code; write 400 to 599, 4xx, 5xx or" + " none"),
                changed(
                        "code: 550",
                        "code: {a: b}",
                        "own.yaml:3: an element of \"code\" is one value here, not a list" + " or a mapping"),
                changed("code: 550", "code:", "own.yaml:3: \"code\" has no value; give it one or leave it out"),
                changed(
                        "code: 550",
                        "status: 5.1",
                        "own.yaml:3: \"5.1\" is not an enhanced status of a failure; write"
                                + " one such as 5.7.1, or x.7.1 for both classes"),
                changed(
                        "code: 550",
                        "code: 550\n    phase: [RCPT,\n      LATER]",
                        "own.yaml:5: \"LATER\" is not a"
                                + " phase; choose one of CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, END_OF_DATA, RSET,"
                                + " QUIT, BOUNCE"),
                changed(
                        "code: 550",
                        "code: 550\n    host: \"*.example.net\"",
                        "own.yaml:4: \"*.example.net\" is not"
                                + " the end of a host name; write it in lower case, without wildcards or dots at the ends,"
                                + " such as mail.example.net"),
                changed(
                        "code: 550",
                        "code: 550\n    text: User Unknown",
                        "own.yaml:4: the phrase \"User Unknown\" is"
                                + " not in normal form; write it as \"user unknown\""),
                changed("reason: GREYLISTED\n", "decision: RETRY\n", "own.yaml:2: a rule needs the key \"reason\""),
                changed(
                        "reason: GREYLISTED",
                        "reason: GREYLISTED\n    suppress: yes",
                        "own.yaml:5: \"yes\" is neither" + " true nor false"),
                changed(
                        "reason: GREYLISTED",
                        "reason: GREYLISTED\n    suppress: true",
                        "own.yaml:2: a rule cannot both"
                                + " suppress and retry; take away \"suppress\" or the decision"),
                changed(
                        "reason: GREYLISTED",
                        "reason: POLICY_REJECTED\n    delay: LONG",
                        "own.yaml:2: a delay is for" + " RETRY only, and this rule decides GIVE_UP; leave it out"),
                changed(
                        "id: own-rule",
                        "id: Own Rule",
                        "own.yaml:2: the id \"Own Rule\" is not made of a-z, 0-9 and"
                                + " hyphens, at most 80 of them; rename it"),
                changed("    source: our own documentation\n", "", "own.yaml:2: a rule needs the key \"source\""),
                changed("    seen: 2026-11-23\n", "", "own.yaml:2: a rule needs the key \"seen\""),
                changed("2026-11-23", "November", "own.yaml:8: \"November\" is not a date; write it as 2026-11-23"),
                changed(
                        "[\"550 whatever\"]",
                        "[{text: \"550\"}]",
                        "own.yaml:6: unknown key \"text\"; the keys of a" + " sample are reply, phase, host"));
    }

    private static Stream<Arguments> inconsistent() {
        return Stream.of(
                changed(
                        "id: own-rule",
                        "id: code-550",
                        "own.yaml:2: the id \"code-550\" is taken by the rule at" + " rfc.yaml:" + lineOf("code-550")
                                + "; choose another"),
                changed(
                        "    code: 550\n",
                        "",
                        "own.yaml:2: the rule \"own-rule\" asks for nothing of the reply; give"
                                + " it a code, a status or a text"),
                changed(
                        "    why: our own server does that\n",
                        "",
                        "own.yaml:2: the rule \"own-rule\" decides RETRY for"
                                + " 5xx replies; restrict its code, or say why under \"why\""),
                changed(
                        "reason: GREYLISTED",
                        "reason: POLICY_REJECTED",
                        "own.yaml:2: the rule \"own-rule\" says why,"
                                + " but its decision is the usual one; remove \"why\""),
                changed(
                        "    code: 550\n    reason: GREYLISTED\n    why: our own server does that\n",
                        "    code: 450\n    status: 5.9.9\n    reason: GREYLISTED\n",
                        "own.yaml:2: the rule \"own-rule\" has a code and a status of different classes; correct one of"
                                + " them, or say why under \"why\""),
                changed(
                        "    samples: [\"550 whatever\"]\n",
                        "",
                        "own.yaml:2: the rule \"own-rule\" has no samples;" + " give a reply that it answers"),
                changed(
                        "550 whatever",
                        "551 whatever",
                        "own.yaml:6: the sample is read as code 551 and answered by the"
                                + " rule \"code-551\", not by \"own-rule\"; correct the sample or the conditions"),
                changed(
                        "550 whatever",
                        "250 5.0.0 OK",
                        "own.yaml:6: the sample is read as code 250 and answered by no"
                                + " rule, not by \"own-rule\"; correct the sample or the conditions"),
                Arguments.of(
                        RULE + RULE.substring(RULE.indexOf("  - id")).replace("own-rule", "second"),
                        "own.yaml:9: the rule \"second\" fits the same replies as \"own-rule\" at own.yaml:2; make one"
                                + " of them more specific"),
                changed(
                        "code: 550",
                        "code: 550\n    text: [blue, blue]",
                        "own.yaml:2: the rule \"own-rule\" gives a" + " text or status twice; keep one of them"));
    }

    private static int lineOf(String id) {
        return ReplyCatalogue.standard().rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow()
                .position()
                .line();
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Path missing = directory.resolve("missing.yaml");
        Path latin = directory.resolve("latin.yaml");
        Files.write(latin, RULE.replace("documentation", "règle").getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ReplyCatalogue.withRules(missing)).hasMessage(missing + ": there is no such file");
        assertThatThrownBy(() -> ReplyCatalogue.withRules(latin))
                .hasMessage(latin + ": the file is not in UTF-8; save it so");
        assertThatThrownBy(() -> ReplyCatalogue.withRules(directory))
                .hasMessageStartingWith(directory + ": the file cannot be read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void aFileThatIsNestedWithoutEndIsRefused(String level) throws IOException {
        Path file = file("seen: 2026-11-23\nrules:\n  " + level.repeat(100_000));

        assertThatThrownBy(() -> ReplyCatalogue.withRules(file))
                .isInstanceOf(CatalogueException.class)
                .hasMessage(file + ":3: lists and mappings lie deeper than rules need; a rule has two levels");
    }

    @Test
    void whatIsQuotedFromAFileStaysOneLineOfBearableLength() throws IOException {
        Path file = file(RULE.replace("GREYLISTED", "\"A\\nB\\e" + "C".repeat(100_000) + "\""));

        assertThatThrownBy(() -> ReplyCatalogue.withRules(file))
                .hasMessageStartingWith(file + ":4: \"A B\uFFFDCCC")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2_200));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {

    private static final List<String> PARTS = List.of("title", "cause", "action");

    private static ResourceBundle bundle(Locale locale) {
        return ResourceBundle.getBundle(Explanation.BUNDLE, locale);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonIsExplainedInBothLanguages(Reason reason) {
        Verdict verdict = Verdict.of(reason);
        Explanation english = verdict.explain(Locale.ENGLISH);
        Explanation french = verdict.explain(Locale.CANADA_FRENCH);

        for (Explanation explanation : List.of(english, french)) {
            assertThat(explanation.title()).isNotBlank().doesNotEndWith(".");
            assertThat(explanation.cause()).endsWith(".");
            assertThat(explanation.action()).endsWith(".");
        }
        assertThat(french.title()).isNotEqualTo(english.title());
        assertThat(french.cause()).isNotEqualTo(english.cause());
        assertThat(french.action()).isNotEqualTo(english.action());
    }

    @Test
    void bothLanguagesHaveTheSameKeys() {
        ResourceBundle french = bundle(Locale.FRENCH);

        assertThat(french.getLocale()).isEqualTo(Locale.FRENCH);
        assertThat(bundle(Locale.ROOT).keySet()).allSatisfy(key -> assertThat(french.getString(key))
                .as(key)
                .isNotEqualTo(bundle(Locale.ROOT).getString(key)));
        assertThat(french.keySet()).isEqualTo(bundle(Locale.ROOT).keySet());
    }

    @Test
    void eachKeyBelongsToAReasonOrARuleThatExists() {
        Set<String> prefixes = Stream.of(
                        Arrays.stream(Reason.values()).map(Reason::name),
                        Arrays.stream(Reason.values()).flatMap(reason -> Arrays.stream(Decision.values())
                                .filter(decision -> isReached(reason, decision))
                                .map(decision -> reason + "." + decision)),
                        ReplyCatalogue.standard().rules().stream().map(Rule::id))
                .flatMap(prefix -> prefix)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(bundle(Locale.ROOT).keySet()).allSatisfy(key -> {
            int dot = key.lastIndexOf('.');
            assertThat(prefixes).contains(key.substring(0, dot));
            assertThat(PARTS).contains(key.substring(dot + 1));
        });
    }

    private static boolean isReached(Reason reason, Decision decision) {
        return reason.decision() == decision
                || ReplyCatalogue.standard().rules().stream()
                        .map(Rule::verdict)
                        .anyMatch(verdict -> verdict.reason() == reason && verdict.decision() == decision);
    }

    @Test
    void whatIsNotTriedAgainIsNotSaidToBe() {
        for (Rule rule : ReplyCatalogue.standard().rules()) {
            Verdict verdict = rule.verdict();
            if (verdict.decision() != Decision.RETRY) {
                assertThat(verdict.explain(Locale.ROOT).action())
                        .as(rule.id())
                        .doesNotContain("Nothing to do", "message is tried again", "It is tried again");
                assertThat(verdict.explain(Locale.FRENCH).action())
                        .as(rule.id())
                        .doesNotContain("Rien à faire", "Une nouvelle tentative", "une nouvelle tentative sera");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "de", "fr", "tr"})
    void theDefaultLocalePlaysNoPart(String language) {
        Locale before = Locale.getDefault();
        Verdict verdict = ReplyCatalogue.standard()
                .classify(SmtpReply.parse("550 No such user"), null, null)
                .orElseThrow();
        try {
            Locale.setDefault(Locale.forLanguageTag(language));
            ResourceBundle.clearCache();
            assertThat(verdict.explain(Locale.GERMAN).title()).isEqualTo("There is no such mailbox");
            assertThat(verdict.explain(Locale.FRANCE).title()).isEqualTo("Cette boîte aux lettres n'existe pas");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aRulesOwnWordsComeFirstAndTheReplyIsNeverParroted() {
        Verdict verdict = ReplyCatalogue.standard()
                .classify(SmtpReply.parse("553 Mail rejected because your IP is in DUL <script>"), null, null)
                .orElseThrow();

        assertThat(verdict.explain(Locale.ENGLISH).toString())
                .contains("dial-up")
                .contains("mail.smtp.host")
                .doesNotContain("script");
    }
}

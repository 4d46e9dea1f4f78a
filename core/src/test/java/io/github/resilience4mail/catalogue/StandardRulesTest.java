/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that ship, held to what is asked of every rule. */
class StandardRulesTest {

    private final RuleSet written = RuleFiles.written();
    private final List<Rule> rules = written.rules();

    @Test
    void eachRuleIsUniqueAndConsistent() {
        CatalogueLint.checkRules(rules, List.of());
    }

    @Test
    void eachSampleIsAnsweredByTheRuleThatGivesIt() {
        RuleIndex index = new RuleIndex(written);
        List<String> complaints = new ArrayList<>();
        for (Rule rule : rules) {
            try {
                CatalogueLint.checkSamples(List.of(rule), index);
            } catch (CatalogueException e) {
                complaints.add(e.getMessage());
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theListOfFilesIsWhatIsInTheDirectory() throws IOException, URISyntaxException {
        Path directory =
                Path.of(RuleFiles.class.getResource("rfc.yaml").toURI()).getParent();
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(file -> file.toString().endsWith(".yaml"))
                            .map(file -> directory.relativize(file).toString().replace('\\', '/')))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.concat(RuleFiles.STANDARD.stream(), Stream.of(RuleFiles.FINALITY))
                                    .toList());
        }
    }

    @Test
    void theBuildHasCompiledThemAndNothingIsLost() {
        assertThat(RuleFiles.class.getResource(CompiledRules.NAME)).isNotNull();
        assertThat(RuleFiles.standard().rules())
                .isEqualTo(rules.stream().map(StandardRulesTest::compiled).toList());
    }

    /** What only the check of a rule needs is left out. */
    private static Rule compiled(Rule rule) {
        return new Rule(
                rule.position(),
                rule.users(),
                rule.codes(),
                rule.statuses(),
                rule.phases(),
                rule.origin(),
                rule.phrases(),
                rule.verdict(),
                null,
                List.of());
    }

    @Test
    void theOrderOfRulesDoesNotMatter() {
        List<Rule> reversed = new ArrayList<>(rules);
        java.util.Collections.reverse(reversed);
        CatalogueLint.checkSamples(rules, new RuleIndex(new RuleSet(reversed, written.finality())));
    }

    @Test
    void onlyRulesAboutADeadAddressSuppress() {
        assertThat(rules.stream()
                        .map(Rule::verdict)
                        .filter(Verdict::suppress)
                        .map(Verdict::reason)
                        .distinct())
                .containsOnly(
                        Reason.UNKNOWN_RECIPIENT,
                        Reason.MAILBOX_DISABLED,
                        Reason.RECIPIENT_MOVED,
                        Reason.INVALID_ADDRESS,
                        Reason.DOMAIN_ACCEPTS_NO_MAIL);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules that ship, held to what is asked of every rule. */
class StandardRulesTest {

    private final List<Rule> rules = ReplyCatalogue.standard().rules();

    @Test
    void eachRuleIsUniqueAndConsistent() {
        CatalogueLint.checkRules(rules);
    }

    @Test
    void eachSampleIsAnsweredByTheRuleThatGivesIt() {
        RuleIndex index = new RuleIndex(rules);
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
}

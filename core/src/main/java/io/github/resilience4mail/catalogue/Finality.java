/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.List;

/**
 * Words that say whether a refusal is for now or for good. Where they contradict the first digit they are believed:
 * whoever writes "temporarily" behind 550 does not mean never, and "will not succeed" behind 421 is no invitation. The
 * reply is then read as if it began with the other digit; these two rules decide where no other knows more.
 *
 * @param temporary the rule with the words of a refusal that will pass
 * @param lasting the rule with the words of one that will not
 */
record Finality(Rule temporary, Rule lasting) {

    /**
     * Takes the two rules from those of a file.
     *
     * @throws CatalogueException if they are not one that retries and one that does not
     */
    static Finality of(List<Rule> rules) {
        List<Rule> temporary = rules.stream().filter(Finality::retries).toList();
        List<Rule> lasting = rules.stream().filter(rule -> !retries(rule)).toList();
        if (temporary.size() != 1 || lasting.size() != 1) {
            throw new CatalogueException(
                    rules.get(0).position(), "this file has one rule that retries and one that does not");
        }
        return new Finality(temporary.get(0), lasting.get(0));
    }

    private static boolean retries(Rule rule) {
        return rule.verdict().decision() == Decision.RETRY;
    }

    List<Rule> rules() {
        return List.of(temporary, lasting);
    }
}

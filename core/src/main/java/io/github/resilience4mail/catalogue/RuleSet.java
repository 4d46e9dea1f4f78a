/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.List;

/**
 * What a catalogue is made of.
 *
 * @param rules in any order, without those of finality
 * @param finality the two that overrule the first digit
 */
record RuleSet(List<Rule> rules, Finality finality) {

    RuleSet {
        rules = List.copyOf(rules);
    }

    /** Every rule there is. */
    List<Rule> all() {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(finality.rules());
        return all;
    }

    /** The same with more rules. */
    RuleSet with(List<Rule> more) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(more);
        return new RuleSet(all, finality);
    }
}

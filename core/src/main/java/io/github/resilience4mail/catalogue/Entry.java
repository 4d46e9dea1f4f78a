/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule with one of its phrases and one of its statuses: the unit in which specificity is compared. Entries order from
 * the most specific to the least, independently of any file.
 */
final class Entry implements Comparable<Entry> {

    /** More than any phrase is long, so that the length never reaches what counts before it. */
    private static final int LENGTHS = 1 << 14;

    private final Rule rule;
    private final @Nullable Phrase phrase;
    private final @Nullable StatusPattern status;
    /** Its specificity as one number: what counts first stands in the highest digits. */
    private final long weight;

    private Entry(Rule rule, @Nullable Phrase phrase, @Nullable StatusPattern status) {
        this.rule = rule;
        this.phrase = phrase;
        this.status = status;
        weight = weight();
    }

    static List<Entry> of(Rule rule) {
        List<Entry> entries = new ArrayList<>();
        int phrases = Math.max(1, rule.phrases().size());
        int statuses = Math.max(1, rule.statuses().size());
        for (int p = 0; p < phrases; p++) {
            for (int s = 0; s < statuses; s++) {
                entries.add(new Entry(
                        rule,
                        rule.phrases().isEmpty() ? null : rule.phrases().get(p),
                        rule.statuses().isEmpty() ? null : rule.statuses().get(s)));
            }
        }
        return entries;
    }

    private long weight() {
        boolean phase = !rule.phases().isEmpty();
        boolean exactCode = rule.codes().isExact();
        boolean anyCode = rule.codes().isAny();
        long sum = bit(rule.users());
        sum = 2 * sum + bit(rule.origin() != null);
        sum = 4 * sum + (phrase == null ? 0 : 1 + bit(!phrase.hasGroup()));
        sum = 4 * sum + (status == null ? 0 : 1 + bit(status.isExact()));
        sum = 2 * sum + bit(exactCode && phase);
        sum = 2 * sum + bit(exactCode);
        sum = 2 * sum + bit(!anyCode);
        int conditions = bit(!anyCode) + bit(status != null) + bit(phase) + bit(rule.origin() != null);
        sum = 8 * sum + conditions + bit(phrase != null);
        return LENGTHS * sum + (phrase == null ? 0 : Math.min(phrase.length(), LENGTHS - 1));
    }

    private static int bit(boolean value) {
        return value ? 1 : 0;
    }

    Rule rule() {
        return rule;
    }

    @Nullable
    Phrase phrase() {
        return phrase;
    }

    @Nullable
    StatusPattern status() {
        return status;
    }

    boolean isAsSpecificAs(Entry other) {
        return weight == other.weight;
    }

    @Override
    public int compareTo(Entry other) {
        int order = Long.compare(other.weight, weight);
        order = order != 0 ? order : rule.id().compareTo(other.rule.id());
        return order != 0 ? order : alternative().compareTo(other.alternative());
    }

    private String alternative() {
        return phrase + " " + status;
    }

    @Override
    public boolean equals(@Nullable Object object) {
        return object instanceof Entry other && compareTo(other) == 0;
    }

    @Override
    public int hashCode() {
        return rule.id().hashCode();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule with one of its phrases and one of its statuses: the unit in which specificity is compared. Entries order from
 * the most specific to the least, independently of any file.
 */
record Entry(Rule rule, @Nullable Phrase phrase, @Nullable StatusPattern status) implements Comparable<Entry> {

    /** Most specific first, without the id that settles what is left. */
    static final Comparator<Entry> BY_SPECIFICITY = Comparator.comparing((Entry e) -> e.rule.users())
            .thenComparing(e -> e.rule.origin() != null)
            .thenComparing(e -> e.phrase != null)
            .thenComparing(Entry::statusWeight)
            .thenComparing(e -> e.hasExactCode() && e.hasPhase())
            .thenComparing(Entry::hasExactCode)
            .thenComparing(e -> !e.rule.codes().isAny())
            .thenComparing(Entry::conditions)
            .thenComparing(Entry::phraseLength)
            .reversed();

    private static final Comparator<Entry> ORDER =
            BY_SPECIFICITY.thenComparing(e -> e.rule.id()).thenComparing(Entry::alternative);

    static List<Entry> of(Rule rule) {
        List<Entry> entries = new ArrayList<>();
        for (Phrase phrase : orNull(rule.phrases())) {
            for (StatusPattern status : orNull(rule.statuses())) {
                entries.add(new Entry(rule, phrase, status));
            }
        }
        return entries;
    }

    /** The alternatives of a condition; one null if it is not there. */
    private static <T> List<@Nullable T> orNull(List<T> alternatives) {
        List<@Nullable T> result = new ArrayList<>(alternatives);
        if (result.isEmpty()) {
            result.add(null);
        }
        return result;
    }

    private int statusWeight() {
        if (status == null) {
            return 0;
        }
        return status.isExact() ? 2 : 1;
    }

    private boolean hasExactCode() {
        return rule.codes().isExact();
    }

    private boolean hasPhase() {
        return !rule.phases().isEmpty();
    }

    private int conditions() {
        int count = rule.codes().isAny() ? 0 : 1;
        count += status == null ? 0 : 1;
        count += hasPhase() ? 1 : 0;
        count += rule.origin() == null ? 0 : 1;
        return phrase == null ? count : count + 1;
    }

    private int phraseLength() {
        return phrase == null ? 0 : phrase.length();
    }

    private String alternative() {
        return phrase + " " + status;
    }

    @Override
    public int compareTo(Entry other) {
        return ORDER.compare(this, other);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.catalogue.RuleIndex.Ranked;
import io.github.resilience4mail.smtp.EnhancedStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Entries without a phrase, by the most telling thing that they ask for: the status, else the code, else nothing. */
final class AnchorTable {

    private static final int ANYTHING = 0;

    /** Sorted, with the candidates of each beside it: a look-up makes no object. */
    private final int[] keys;

    private final Ranked[][] values;

    /**
     * Sorts entries in.
     *
     * @param candidates the most specific first
     */
    AnchorTable(List<Ranked> candidates) {
        TreeMap<Integer, List<Ranked>> lists = new TreeMap<>();
        for (Ranked candidate : candidates) {
            for (int key : keys(candidate.entry())) {
                lists.computeIfAbsent(key, k -> new ArrayList<>()).add(candidate);
            }
        }
        keys = new int[lists.size()];
        values = new Ranked[lists.size()][];
        int at = 0;
        for (Map.Entry<Integer, List<Ranked>> entry : lists.entrySet()) {
            keys[at] = entry.getKey();
            values[at++] = entry.getValue().toArray(new Ranked[0]);
        }
    }

    private static List<Integer> keys(Entry entry) {
        StatusPattern status = entry.status();
        if (status != null) {
            return List.of(status.key());
        }
        CodeCondition codes = entry.rule().codes();
        if (!codes.isExact()) {
            return List.of(ANYTHING);
        }
        List<Integer> keys = new ArrayList<>(codes.codes());
        if (codes.orNone()) {
            keys.add(ANYTHING);
        }
        return keys;
    }

    void offerTo(RuleQuery query) {
        EnhancedStatus status = query.status();
        if (status != null) {
            offer(query, StatusPattern.exactKey(status));
            offer(query, StatusPattern.anyClassKey(status));
        }
        if (query.code() != ANYTHING) {
            offer(query, query.code());
        }
        offer(query, ANYTHING);
    }

    private void offer(RuleQuery query, int key) {
        int at = Arrays.binarySearch(keys, key);
        if (at >= 0) {
            query.offer(values[at]);
        }
    }
}

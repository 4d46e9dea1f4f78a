/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One cause for which recipients were not delivered to, and who they are. Guarded by its tally. */
final class Problem {

    private static final int MAX_NAMED = 3;

    private final RecipientReport first;
    private final List<String> named = new ArrayList<>();
    private int count;

    /** What is one cause: the same end, for the same reason, by the same rule. */
    record Cause(Outcome outcome, @Nullable Reason reason, String rule) {

        static Cause of(RecipientReport report) {
            return new Cause(
                    report.outcome(),
                    report.verdict().map(Verdict::reason).orElse(null),
                    report.verdict().map(Verdict::ruleId).orElse(""));
        }
    }

    Problem(RecipientReport first) {
        this.first = first;
    }

    void add(RecipientReport report) {
        count++;
        if (named.size() < MAX_NAMED) {
            named.add(report.recipient());
        }
    }

    /** An example of it. */
    RecipientReport first() {
        return first;
    }

    Outcome outcome() {
        return first.outcome();
    }

    int count() {
        return count;
    }

    /** Some of the recipients. */
    List<String> named() {
        return named;
    }
}

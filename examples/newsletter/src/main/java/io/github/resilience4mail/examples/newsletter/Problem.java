/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cause for which recipients were not delivered to, and who they are. Guarded by its tally. */
final class Problem {

    private static final int MAX_NAMED = 3;

    private final Ending first;
    private final List<String> named = new ArrayList<>();
    private int count;

    /** What is one cause: the same end, for the same reason, by the same rule. */
    record Cause(Outcome outcome, @Nullable Reason reason, String rule) {

        static Cause of(Ending ending) {
            Verdict verdict = ending.cause().verdict();
            return verdict == null
                    ? new Cause(ending.outcome(), null, "")
                    : new Cause(ending.outcome(), verdict.reason(), verdict.ruleId());
        }
    }

    Problem(Ending first) {
        this.first = first;
    }

    void add(Ending ending) {
        count++;
        if (named.size() < MAX_NAMED) {
            named.add(ending.recipient());
        }
    }

    /** What happened, in words; empty where nobody knows. */
    Optional<Explanation> explain(Locale locale) {
        return Optional.ofNullable(first.cause().verdict()).map(verdict -> verdict.explain(locale));
    }

    /** What a server said, on one printable line; empty if it said nothing. */
    Optional<String> reply() {
        return Optional.ofNullable(first.cause().reply()).map(SmtpReply::toString);
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

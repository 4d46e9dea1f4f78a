/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One row of the catalogue: conditions that must all hold, and the verdict if they do. Of a list, one is enough.
 *
 * @param position where it stands
 * @param users whether a user wrote it: then it outranks all of ours
 * @param codes the basic codes
 * @param statuses the enhanced statuses; empty for any
 * @param phases the phases; empty for any, and also for none known
 * @param origin whose servers, or null for anyone's
 * @param phrases the texts; empty for any
 * @param verdict what it decides, with its id
 * @param why why its decision differs from the class of its codes; null if it does not
 * @param samples replies that it must answer
 */
record Rule(
        Position position,
        boolean users,
        CodeCondition codes,
        List<StatusPattern> statuses,
        Set<SmtpPhase> phases,
        @Nullable Origin origin,
        List<Phrase> phrases,
        Verdict verdict,
        @Nullable String why,
        List<Sample> samples) {

    Rule {
        statuses = List.copyOf(statuses);
        phases = Set.copyOf(phases);
        phrases = List.copyOf(phrases);
        samples = List.copyOf(samples);
    }

    String id() {
        return verdict.ruleId();
    }

    @Override
    public String toString() {
        return id();
    }
}

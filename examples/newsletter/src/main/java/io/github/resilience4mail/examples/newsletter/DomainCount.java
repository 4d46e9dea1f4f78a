/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** What came of one domain's recipients. Guarded by its tally until the run is over. */
final class DomainCount {

    private final String domain;
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private long attempts;
    private long failedAttempts;

    DomainCount(String domain) {
        this.domain = domain;
    }

    void add(Ending ending) {
        outcomes.merge(ending.outcome(), 1, Integer::sum);
        attempts += ending.attempts();
        failedAttempts += ending.outcome() == Outcome.DELIVERED ? ending.attempts() - 1 : ending.attempts();
    }

    void add(DomainCount other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
        attempts += other.attempts;
        failedAttempts += other.failedAttempts;
    }

    void subtract(DomainCount other) {
        other.outcomes.forEach((outcome, count) -> outcomes.merge(outcome, -count, Integer::sum));
        attempts -= other.attempts;
        failedAttempts -= other.failedAttempts;
    }

    String domain() {
        return domain;
    }

    int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    int recipients() {
        return outcomes.values().stream().mapToInt(Integer::intValue).sum();
    }

    long attempts() {
        return attempts;
    }

    /** How many attempts did not bring an acceptance. */
    long failedAttempts() {
        return failedAttempts;
    }
}

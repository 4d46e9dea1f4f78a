/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The client's books: what the reports say, as they come. Thread-safe. */
final class Tally {

    private final List<Ending> endings = new ArrayList<>();
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private final Map<String, DomainCount> domains = new LinkedHashMap<>();
    private final Map<Problem.Cause, Problem> problems = new LinkedHashMap<>();

    /**
     * @param domains that come first where they are listed
     */
    Tally(List<String> domains) {
        domains.forEach(this::domain);
    }

    synchronized void add(DeliveryReport report) {
        report.recipients().forEach(recipient -> add(Ending.of(report.messageId(), recipient, false)));
    }

    synchronized void add(Ending ending) {
        endings.add(ending.withoutCause());
        outcomes.merge(ending.outcome(), 1, Integer::sum);
        domain(ending.domain()).add(ending);
        if (ending.outcome() != Outcome.DELIVERED) {
            problems.computeIfAbsent(Problem.Cause.of(ending), cause -> new Problem(ending))
                    .add(ending);
        }
    }

    private DomainCount domain(String name) {
        return domains.computeIfAbsent(name, DomainCount::new);
    }

    /** The domains that it has heard of. */
    synchronized List<String> known() {
        return List.copyOf(domains.keySet());
    }

    /** How many have ended, whichever way. */
    synchronized int ended() {
        return endings.size();
    }

    synchronized int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    /** What has come of one domain's recipients so far. */
    synchronized DomainCount of(String domain) {
        DomainCount copy = new DomainCount(domain);
        DomainCount count = domains.get(domain);
        if (count != null) {
            copy.add(count);
        }
        return copy;
    }

    /** How many may have been delivered to twice. */
    synchronized long possibleDuplicates() {
        return endings.stream().filter(Ending::possibleDuplicate).count();
    }

    /** What has come of everybody so far. */
    synchronized DomainCount all() {
        DomainCount all = new DomainCount("");
        domains.values().forEach(all::add);
        return all;
    }

    synchronized List<Ending> endings() {
        return List.copyOf(endings);
    }

    /** The domains with most recipients first. */
    synchronized List<DomainCount> domains() {
        return domains.values().stream()
                .filter(domain -> domain.recipients() > 0)
                .sorted(Comparator.comparing(DomainCount::recipients, Comparator.reverseOrder()))
                .toList();
    }

    /** What was not delivered: first what a person has to do something about, then what concerns most recipients. */
    synchronized List<Problem> problems() {
        return problems.values().stream()
                .sorted(Comparator.comparing(Problem::outcome, Comparator.comparing(Tally::urgency))
                        .thenComparing(Problem::count, Comparator.reverseOrder()))
                .toList();
    }

    private static int urgency(Outcome outcome) {
        return switch (outcome) {
            case FIX_CONFIG -> 0;
            case GIVEN_UP -> 1;
            case UNKNOWN -> 2;
            case DEFERRED -> 3;
            case DELIVERED -> 4;
        };
    }
}

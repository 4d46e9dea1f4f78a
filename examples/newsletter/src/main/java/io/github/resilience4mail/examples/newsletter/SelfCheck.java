/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.Accepted;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what the client claims against what the server counted. It knows neither of them: it is given two lists, so
 * that a test can give it wrong ones.
 */
final class SelfCheck {

    private final Set<String> subscribers;
    private final Map<String, List<Ending>> endings;
    private final Map<String, List<Accepted>> accepted;
    private final Predicate<String> mustBeDelivered;

    /**
     * One claim, and who contradicts it.
     *
     * @param key of its words
     * @param figure that its words name
     * @param offenders nobody, if it holds
     */
    record Claim(String key, int figure, List<String> offenders) {

        boolean holds() {
            return offenders.isEmpty();
        }
    }

    /**
     * @param subscribers everybody who should get the newsletter
     * @param endings what the client was told
     * @param accepted what the server counted, in order
     * @param mustBeDelivered whose domain accepts everything in the end
     */
    SelfCheck(
            Collection<String> subscribers,
            Collection<Ending> endings,
            Collection<Accepted> accepted,
            Predicate<String> mustBeDelivered) {
        this.subscribers = new HashSet<>(subscribers);
        this.endings = endings.stream().collect(Collectors.groupingBy(Ending::recipient));
        this.accepted = accepted.stream().collect(Collectors.groupingBy(Accepted::recipient));
        this.mustBeDelivered = mustBeDelivered;
    }

    /** All claims. */
    List<Claim> claims() {
        List<String> promised = subscribers.stream().filter(mustBeDelivered).toList();
        return List.of(
                new Claim("claim.oneOutcome", subscribers.size(), offenders(this::hasOneOutcome)),
                new Claim("claim.agreed", endedAs(Outcome.DELIVERED), offenders(this::isAgreed)),
                new Claim("claim.once", duplicates(), offenders(this::isDeliveredOnce)),
                new Claim("claim.announced", duplicates(), offenders(this::isAnnounced)),
                new Claim(
                        "claim.delivered",
                        promised.size(),
                        promised.stream()
                                .filter(who -> !isDelivered(who))
                                .sorted()
                                .toList()));
    }

    private List<String> offenders(Predicate<String> claim) {
        return Stream.of(subscribers, endings.keySet(), accepted.keySet())
                .flatMap(Collection::stream)
                .distinct()
                .filter(claim.negate())
                .sorted()
                .toList();
    }

    private List<Ending> endingsOf(String recipient) {
        return endings.getOrDefault(recipient, List.of());
    }

    private List<Accepted> acceptedFor(String recipient) {
        return accepted.getOrDefault(recipient, List.of());
    }

    private int endedAs(Outcome outcome) {
        return (int) endings.values().stream()
                .flatMap(List::stream)
                .filter(ending -> ending.outcome() == outcome)
                .count();
    }

    /** Neither lost nor told twice, and nobody who did not subscribe. */
    private boolean hasOneOutcome(String recipient) {
        return subscribers.contains(recipient) && endingsOf(recipient).size() == 1;
    }

    private boolean isDelivered(String recipient) {
        return endingsOf(recipient).stream().anyMatch(ending -> ending.outcome() == Outcome.DELIVERED);
    }

    /** Delivered means that the server counts it; not delivered, that it does not; unknown, that it never said so. */
    private boolean isAgreed(String recipient) {
        List<Accepted> counted = acceptedFor(recipient);
        boolean unknown = endingsOf(recipient).stream().anyMatch(ending -> ending.outcome() == Outcome.UNKNOWN);
        return unknown ? counted.stream().allMatch(Accepted::withheld) : isDelivered(recipient) != counted.isEmpty();
    }

    /** A further copy is excused only if the server had kept quiet about each one before; and all are one message. */
    private boolean isDeliveredOnce(String recipient) {
        List<Accepted> counted = acceptedFor(recipient);
        int last = Math.max(0, counted.size() - 1);
        return counted.stream().map(Accepted::messageId).distinct().count() <= 1
                && counted.stream().limit(last).allMatch(Accepted::withheld);
    }

    /** A further copy is not kept from the caller. */
    private boolean isAnnounced(String recipient) {
        return acceptedFor(recipient).size() <= 1
                || endingsOf(recipient).stream()
                        .allMatch(ending -> ending.possibleDuplicate() || ending.outcome() == Outcome.UNKNOWN);
    }

    private int duplicates() {
        return (int)
                accepted.values().stream().filter(counted -> counted.size() > 1).count();
    }
}

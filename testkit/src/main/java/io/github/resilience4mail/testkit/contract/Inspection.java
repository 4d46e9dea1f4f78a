/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Compares what came of a scenario with what should have, and collects each difference as a sentence. */
final class Inspection {

    private final Scenario scenario;
    private final ScriptedSmtpServer server;
    private final Set<Capability> lacking;
    private final Tries tries;
    private final List<String> findings = new ArrayList<>();

    Inspection(Scenario scenario, ScriptedSmtpServer server, Set<Capability> lacking) {
        this.scenario = scenario;
        this.server = server;
        this.lacking = lacking;
        this.tries = Tries.of(server.heard());
    }

    List<String> findings() {
        return findings;
    }

    private void expect(boolean condition, String otherwise) {
        if (!condition) {
            findings.add(otherwise);
        }
    }

    /** What the host says. */
    void inspectEndings(List<RecipientEnding> endings) {
        Map<String, List<RecipientEnding>> byRecipient = new HashMap<>();
        endings.forEach(ending -> byRecipient
                .computeIfAbsent(ending.recipient(), key -> new ArrayList<>())
                .add(ending));
        scenario.endings().forEach((recipient, expected) -> {
            List<RecipientEnding> own = Objects.requireNonNullElse(byRecipient.remove(recipient), List.of());
            if (own.size() == 1) {
                inspect(own.get(0), expected);
            } else {
                findings.add(recipient + " has " + own.size() + " endings, not one: " + own);
            }
        });
        expect(byRecipient.isEmpty(), "there are endings for recipients of no letter: " + byRecipient.values());
    }

    private void inspect(RecipientEnding ending, Expected expected) {
        String who = ending.recipient() + " ";
        expect(
                ending.outcome() == expected.outcome(),
                who + "should have ended " + expected.outcome() + ", not so: " + ending);
        if (expected.reason() != null) {
            compare(who + "ended because of", expected.reason(), ending.reason(), Capability.REPORTS_REASONS);
        }
        if (expected.attempts() != null) {
            Optional<Integer> attempts = ending.attempts().isEmpty()
                    ? Optional.empty()
                    : Optional.of(ending.attempts().getAsInt());
            compare(who + "has attempts:", expected.attempts(), attempts, Capability.REPORTS_ATTEMPTS);
        }
        compare(
                who + "is a possible duplicate:",
                expected.possibleDuplicate(),
                ending.possibleDuplicate(),
                Capability.REPORTS_DUPLICATES);
        inspectRetryAt(who, ending, expected);
    }

    private <T> void compare(String what, T expected, Optional<T> actual, Capability capability) {
        if (actual.isPresent()) {
            expect(expected.equals(actual.get()), what + " " + expected + ", but the host says " + actual.get());
        } else {
            expect(lacking.contains(capability), what + " " + expected + ", but the host does not say");
        }
    }

    private void inspectRetryAt(String who, RecipientEnding ending, Expected expected) {
        Optional<Instant> retryAt = ending.retryAt();
        boolean hasToSay = ending.outcome() == Outcome.DEFERRED || expected.again() != null;
        if (retryAt.isEmpty()) {
            expect(
                    !hasToSay || lacking.contains(Capability.REPORTS_RETRY_TIMES),
                    who + "could be tried again, but the host does not say when");
        } else if (expected.again() != null) {
            Duration afterLastTry = Duration.between(tries.last(), retryAt.get());
            expect(
                    expected.again().contains(afterLastTry),
                    who + "could be tried again " + expected.again() + " after the last try, but the host says "
                            + afterLastTry);
        }
    }

    /** What the server accepted: never more often than the scenario has it, under one Message-ID for each letter. */
    void inspectAcceptance() {
        List<Accepted> accepted = server.accepted();
        scenario.endings().forEach((recipient, expected) -> {
            long copies = accepted.stream()
                    .filter(one -> one.recipient().equals(recipient))
                    .count();
            expect(
                    copies == expected.copies(),
                    recipient + " should have been accepted by the server " + times(expected.copies()) + ", not "
                            + times(copies));
        });
        Set<String> strangers = new LinkedHashSet<>();
        accepted.forEach(one -> strangers.add(one.recipient()));
        strangers.removeAll(scenario.endings().keySet());
        expect(strangers.isEmpty(), "the server accepted mail for recipients of no letter: " + strangers);
        inspectMessageIds(accepted);
    }

    private void inspectMessageIds(List<Accepted> accepted) {
        Set<String> seen = new HashSet<>();
        for (Letter letter : scenario.letters()) {
            Set<String> ids = new LinkedHashSet<>();
            accepted.stream()
                    .filter(one -> letter.recipients().contains(one.recipient()))
                    .forEach(one -> ids.add(one.messageId()));
            expect(!ids.contains(""), "the letter to " + letter.recipients() + " was accepted without a Message-ID");
            expect(ids.size() <= 1, "the letter to " + letter.recipients() + " has several Message-IDs: " + ids);
            expect(ids.stream().allMatch(seen::add), "several letters have the same Message-ID: " + ids);
        }
    }

    private static String times(long number) {
        return number == 1 ? "once" : number + " times";
    }

    /** What the server saw: how many tries, when, over how many connections and logins. */
    void inspectTries() {
        expect(
                scenario.tries().contains(tries.count()),
                "tries that the server saw: " + tries.count() + ", not " + scenario.tries());
        scenario.waits()
                .filter(expected -> expected.size() == tries.waits().size())
                .ifPresent(this::inspectWaits);
        if (scenario.letters().size() == 1) {
            Duration deadline = scenario.policy().deadline();
            expect(
                    tries.length().compareTo(deadline) <= 0,
                    "the last try came " + tries.length() + " after the first, beyond the deadline of " + deadline);
        }
        scenario.connections()
                .ifPresent(expected -> expect(
                        expected.contains(server.connections()),
                        "connections: " + server.connections() + ", not " + expected));
        scenario.logins()
                .ifPresent(expected ->
                        expect(expected == server.logins(), "logins: " + server.logins() + ", not " + expected));
    }

    private void inspectWaits(List<Span> expected) {
        List<Duration> waits = tries.waits();
        for (int i = 0; i < expected.size(); i++) {
            expect(
                    expected.get(i).contains(waits.get(i)),
                    "between tries " + (i + 1) + " and " + (i + 2) + " there should have been " + expected.get(i)
                            + ", not " + waits.get(i));
        }
    }

    /** That an interrupt is handed on to the caller, and that nobody makes one. */
    void inspectInterrupt(boolean interrupted) {
        expect(
                interrupted == scenario.isInterrupting(),
                interrupted ? "the thread came back interrupted" : "the thread's interrupt was swallowed");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static io.github.resilience4mail.engine.Outcome.DEFERRED;
import static io.github.resilience4mail.engine.Outcome.DELIVERED;
import static io.github.resilience4mail.engine.Outcome.GIVEN_UP;
import static io.github.resilience4mail.engine.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.testkit.Accepted;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A check that cannot fail is worth nothing: each claim is contradicted once. */
class SelfCheckTest {

    private final List<String> subscribers = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final List<Accepted> accepted = new ArrayList<>();

    private void subscriber(String name, Outcome outcome) {
        subscribers.add(name);
        end(name, outcome, false);
    }

    private void end(String name, Outcome outcome, boolean possibleDuplicate) {
        endings.add(new Ending("<" + name + ">", name, outcome, possibleDuplicate, 1, Ending.Cause.NONE));
    }

    private void accept(String name, boolean withheld) {
        accepted.add(new Accepted("<" + name + ">", name, withheld));
    }

    /** Which claims fail, and because of whom. */
    private Map<String, List<String>> failures() {
        Map<String, List<String>> failures = new TreeMap<>();
        for (SelfCheck.Claim claim :
                new SelfCheck(subscribers, endings, accepted, who -> who.startsWith("sure")).claims()) {
            if (!claim.holds()) {
                failures.put(claim.key().replace("claim.", ""), claim.offenders());
            }
        }
        return failures;
    }

    @Test
    void holdsWhereClientAndServerAgree() {
        subscriber("sure", DELIVERED);
        accept("sure", false);
        subscriber("dead", GIVEN_UP);
        subscriber("full", DEFERRED);
        subscriber("lost", UNKNOWN);
        accept("lost", true);
        subscribers.add("twice");
        end("twice", DELIVERED, true);
        accept("twice", true);
        accept("twice", false);
        assertThat(failures()).isEmpty();
    }

    @Test
    void findsARecipientWithoutAnOutcome() {
        subscribers.add("lost");
        assertThat(failures()).containsEntry("oneOutcome", List.of("lost"));
    }

    @Test
    void findsARecipientWithTwoOutcomes() {
        subscriber("bob", GIVEN_UP);
        end("bob", GIVEN_UP, false);
        assertThat(failures()).isEqualTo(Map.of("oneOutcome", List.of("bob")));
    }

    @Test
    void findsSomebodyWhoNeverSubscribed() {
        end("stranger", GIVEN_UP, false);
        assertThat(failures()).isEqualTo(Map.of("oneOutcome", List.of("stranger")));
        endings.clear();
        accept("stranger", false);
        assertThat(failures()).containsEntry("oneOutcome", List.of("stranger"));
    }

    @Test
    void findsADeliveryThatTheServerDoesNotCount() {
        subscriber("bob", DELIVERED);
        assertThat(failures()).isEqualTo(Map.of("agreed", List.of("bob")));
    }

    @Test
    void findsAnAcceptedOneWhoIsReportedOtherwise() {
        subscriber("bob", DEFERRED);
        accept("bob", false);
        assertThat(failures()).isEqualTo(Map.of("agreed", List.of("bob")));
    }

    @Test
    void findsAnUnknownOneWhoWasToldThatItWasAccepted() {
        subscriber("bob", UNKNOWN);
        accept("bob", false);
        assertThat(failures()).isEqualTo(Map.of("agreed", List.of("bob")));
    }

    @Test
    void findsADuplicateThatNothingExcuses() {
        subscriber("bob", DELIVERED);
        accept("bob", false);
        accept("bob", false);
        assertThat(failures()).isEqualTo(Map.of("once", List.of("bob"), "announced", List.of("bob")));
    }

    @Test
    void doesNotExcuseACopyAfterTheServerHasSaidYes() {
        subscribers.add("bob");
        end("bob", DELIVERED, true);
        accept("bob", false);
        accept("bob", true);
        assertThat(failures()).isEqualTo(Map.of("once", List.of("bob")));
    }

    @Test
    void findsASecondMessageThatNoReceiverCouldRecognise() {
        subscribers.add("bob");
        end("bob", DELIVERED, true);
        accept("bob", true);
        accepted.add(new Accepted("<another>", "bob", false));
        assertThat(failures()).isEqualTo(Map.of("once", List.of("bob")));
    }

    @Test
    void findsADuplicateThatIsNotAnnounced() {
        subscriber("bob", DELIVERED);
        accept("bob", true);
        accept("bob", false);
        assertThat(failures()).isEqualTo(Map.of("announced", List.of("bob")));
    }

    @Test
    void findsADeferredOneWhereAllMustBeDelivered() {
        subscriber("sure", DEFERRED);
        assertThat(failures()).isEqualTo(Map.of("delivered", List.of("sure")));
    }

    @Test
    void letsTheProgramFailAndNamesThoseConcerned() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Newsletter newsletter = new Newsletter(
                new Options(), new Screen(out, out, false, Paint.PLAIN, new TerminalSize(80, 24), size -> size));
        int code = newsletter.report(List.of(
                new SelfCheck.Claim("claim.oneOutcome", 4, List.of()),
                new SelfCheck.Claim("claim.once", 2, List.of("a@x", "b@x", "c@x", "d@x"))));
        assertThat(code).isEqualTo(ExitCode.SOFTWARE);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("  holds  each of 4 subscribers has exactly one outcome")
                .contains("  FAILS  nobody was accepted twice")
                .contains("contradicted by 4: a@x, b@x, c@x")
                .contains("THE SELF-CHECK FAILS")
                .doesNotContain("d@x");
    }
}

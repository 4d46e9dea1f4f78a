/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.OnUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResumptionTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SOON = NOW.plus(Duration.ofHours(1));
    private static final Instant LATE = NOW.plus(Duration.ofHours(3));

    private static Standing ended(Outcome outcome, @Nullable Instant retryAt) {
        return new Standing(false, outcome == Outcome.UNKNOWN, outcome, false, 1, retryAt, null, null);
    }

    private static Resumption of(OnUnknown onUnknown, Standing... standings) {
        List<String> subscribers =
                List.of("a@x", "b@x", "c@x", "d@x", "e@x", "f@x", "g@x", "h@x").subList(0, standings.length);
        return new Resumption(
                List.of(standings), subscribers, number -> "<" + number + ">", onUnknown, NOW, Duration.ofHours(2));
    }

    @Test
    void leavesAloneWhoHasEnded() {
        Resumption left = of(
                OnUnknown.RESEND,
                ended(Outcome.DELIVERED, null),
                ended(Outcome.GIVEN_UP, null),
                ended(Outcome.FIX_CONFIG, null));
        assertThat(left.letters()).isEmpty();
        assertThat(left.endings())
                .extracting(Ending::outcome)
                .containsExactly(Outcome.DELIVERED, Outcome.GIVEN_UP, Outcome.FIX_CONFIG);
    }

    @Test
    void sendsToWhoWasNotTriedOrWasRefused() {
        Resumption left = of(OnUnknown.REPORT, Standing.UNTOUCHED, Standing.open(false, false));
        assertThat(left.letters()).extracting(Letter::number).containsExactly(1, 2);
        assertThat(left.untried()).isEqualTo(2);
        assertThat(left.doubtful()).isZero();
    }

    @Test
    void sendsAgainToWhoMayHaveBeenAcceptedAsAPossibleDuplicate() {
        Resumption left = of(
                OnUnknown.RESEND,
                Standing.open(true, false),
                Standing.open(false, true),
                ended(Outcome.UNKNOWN, null),
                Standing.UNTOUCHED);
        assertThat(left.letters()).extracting(Letter::number).containsExactly(1, 2, 3, 4);
        assertThat(left.doubtful()).isEqualTo(3);
        assertThat(left.untried()).isEqualTo(1);
        assertThat(List.of(1, 2, 3, 4)).filteredOn(left::isDoubtful).containsExactly(1, 2, 3);
    }

    @Test
    void leavesThemUnknownWhereNoneIsBetterThanTwo() {
        Resumption left = of(
                OnUnknown.REPORT, Standing.open(true, false), Standing.open(false, true), ended(Outcome.UNKNOWN, null));
        assertThat(left.letters()).isEmpty();
        assertThat(left.doubtful()).isEqualTo(3);
        assertThat(left.endings()).extracting(Ending::outcome).containsOnly(Outcome.UNKNOWN);
    }

    @Test
    void waitsForTheTimeOfTheDeferredOrLeavesThemDeferred() {
        Resumption left = of(
                OnUnknown.RESEND,
                ended(Outcome.DEFERRED, SOON),
                ended(Outcome.DEFERRED, LATE),
                ended(Outcome.DEFERRED, NOW.minusSeconds(5)),
                Standing.UNTOUCHED);
        assertThat(left.letters())
                .as("first those who are due, in the order of the list")
                .extracting(Letter::number)
                .containsExactly(3, 4, 1);
        assertThat(left.letters().get(2).due()).isEqualTo(SOON);
        assertThat(left.deferred()).isEqualTo(2);
        assertThat(left.endings()).extracting(Ending::recipient).containsExactly("b@x");
    }
}

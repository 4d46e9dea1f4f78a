/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.policy.NextStep.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MailRetryPolicyTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final Instant SOON = NOW.plusSeconds(30);

    private final MailRetryPolicy policy = MailRetryPolicy.builder().jitter(0).build();

    private static RetryState.Builder after(Reason reason) {
        return RetryState.builder(Verdict.of(reason), NOW);
    }

    private static Duration delay(NextStep step) {
        return Duration.between(NOW, step.retryAt().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"1, PT1S", "2, PT3S", "3, PT9S"})
    void aCallerWhoWaitsFirstTriesQuickly(int failures, Duration expected) {
        NextStep step = policy.next(
                after(Reason.LOCAL_ERROR).failures(failures).deadline(SOON).build());
        assertThat(step.stopReason()).isEmpty();
        assertThat(delay(step)).isEqualTo(expected);
    }

    @Test
    void afterTheQuickRetriesTheDelayClassAppliesAndTheCallerGetsTheInstant() {
        NextStep step =
                policy.next(after(Reason.LOCAL_ERROR).failures(4).deadline(SOON).build());
        assertThat(step.stopReason()).contains(StopReason.DEADLINE);
        assertThat(delay(step)).isEqualTo(DelayClass.MEDIUM.shortest());
    }

    @Test
    void aCallerWhoDoesNotWaitGetsTheDelayClassAtOnceAndItDoublesUpToItsLongest() {
        List<Duration> delays = java.util.stream.IntStream.rangeClosed(1, 5)
                .mapToObj(n -> delay(policy.next(
                        after(Reason.SERVICE_UNAVAILABLE).failures(n).build())))
                .toList();
        assertThat(delays)
                .containsExactly(
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(4),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5));
    }

    @Test
    void aThrottlingDestinationIsNeverTriedQuickly() {
        NextStep step = policy.next(
                after(Reason.THROTTLED).failures(0).throttled(1).deadline(SOON).build());
        assertThat(step.stopReason()).contains(StopReason.DEADLINE);
        assertThat(delay(step)).isEqualTo(DelayClass.MEDIUM.shortest());
    }

    @Test
    void aHostThatPacesItselfKeepsAThrottledMessageAtItsPlace() {
        NextStep step = policy.next(after(Reason.TOO_MANY_CONNECTIONS)
                .failures(0)
                .throttled(7)
                .pacedByHost(true)
                .deadline(SOON)
                .build());
        assertThat(delay(step)).isZero();
    }

    @Test
    void noHostPacesADailyQuota() {
        NextStep step = policy.next(after(Reason.SENDING_QUOTA_EXCEEDED)
                .throttled(1)
                .pacedByHost(true)
                .build());
        assertThat(delay(step)).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void whatShouldBeTriedAtOnceIsTriedAtOnceButOnlyOnceWithoutProgress() {
        assertThat(delay(policy.next(after(Reason.SESSION_LIMIT).deadline(SOON).build())))
                .isZero();
        assertThat(delay(policy.next(after(Reason.SESSION_LIMIT)
                        .failures(2)
                        .immediate(1)
                        .deadline(SOON)
                        .build())))
                .isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void aHintIsAMinimumWhateverTheJitterAndTheOwnCap() {
        Duration hint = Duration.ofMinutes(5);
        MailRetryPolicy jittery = MailRetryPolicy.builder()
                .maxDelay(Duration.ofSeconds(20))
                .jitter(0.5)
                .build();
        Verdict verdict = Verdict.builder(Reason.GREYLISTED).hint(hint).build();
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            NextStep step = jittery.next(
                    RetryState.builder(verdict, NOW).chance(random.nextDouble()).build());
            assertThat(delay(step)).isBetween(hint, hint.multipliedBy(3).dividedBy(2));
        }
    }

    @Test
    void aHintBeyondItsCapIsCutToIt() {
        MailRetryPolicy impatient = MailRetryPolicy.builder()
                .maxHint(Duration.ofSeconds(2))
                .jitter(0)
                .build();
        Verdict verdict =
                Verdict.builder(Reason.GREYLISTED).hint(Duration.ofMinutes(5)).build();
        assertThat(delay(impatient.next(RetryState.builder(verdict, NOW).build())))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void noWaitForAHintIsLongerThanItsCapJitterIncluded() {
        MailRetryPolicy impatient = MailRetryPolicy.builder()
                .maxHint(Duration.ofSeconds(2))
                .jitter(1)
                .build();
        for (Duration hint : List.of(Duration.ofMillis(1500), Duration.ofSeconds(2), Duration.ofMinutes(5))) {
            Verdict verdict = Verdict.builder(Reason.GREYLISTED).hint(hint).build();
            assertThat(delay(impatient.next(
                            RetryState.builder(verdict, NOW).chance(0.999).build())))
                    .isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void whatIsOlderThanItsLifetimeIsNotTriedAgain() {
        RetryState old = after(Reason.SERVICE_UNAVAILABLE)
                .firstAttemptAt(NOW.minus(Duration.ofDays(4)).plusSeconds(59))
                .build();
        assertThat(policy.next(old).stopReason()).contains(StopReason.LIFETIME);
    }

    @Test
    void neitherAGiveUpNorAFixConfigIsEverTriedAgain() {
        assertThat(policy.next(after(Reason.UNKNOWN_RECIPIENT).deadline(SOON).build())
                        .stopReason())
                .contains(StopReason.GIVE_UP);
        assertThat(policy.next(after(Reason.AUTH_FAILED).deadline(SOON).build()).stopReason())
                .contains(StopReason.FIX_CONFIG);
    }

    /** Whatever has happened: no step lies in the past, beyond the deadline or beyond the lifetime. */
    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyStepIsInTheFutureAndWithinDeadlineAndLifetime(Reason reason) {
        Random random = new Random(reason.ordinal());
        for (int i = 0; i < 500; i++) {
            MailRetryPolicy any = anyPolicy(random);
            Instant deadline = random.nextBoolean() ? NOW.plusSeconds(random.nextInt(100)) : null;
            Instant first = NOW.minusSeconds(random.nextInt(500_000));
            NextStep step = any.next(after(reason)
                    .failures(random.nextInt(40))
                    .throttled(random.nextInt(40))
                    .immediate(random.nextInt(3))
                    .firstAttemptAt(first)
                    .deadline(deadline)
                    .chance(random.nextDouble())
                    .build());
            step.retryAt()
                    .ifPresent(
                            at -> assertThat(at).isAfterOrEqualTo(NOW).isBeforeOrEqualTo(first.plus(any.lifetime())));
            if (step.stopReason().isEmpty() && deadline != null) {
                assertThat(step.retryAt().orElseThrow()).isBeforeOrEqualTo(deadline);
            }
            assertThat(step.stopReason().isPresent() || step.retryAt().isPresent())
                    .isTrue();
        }
    }

    private static MailRetryPolicy anyPolicy(Random random) {
        return MailRetryPolicy.builder()
                .jitter(random.nextDouble())
                .lifetime(Duration.ofSeconds(1 + random.nextInt(600_000)))
                .deadline(Duration.ZERO)
                .maxDelay(Duration.ofSeconds(10 + random.nextInt(90_000)))
                .build();
    }

    @Test
    void aDeadlineShorterThanTheFirstQuickRetryContradictsItself() {
        assertThatThrownBy(() -> MailRetryPolicy.builder()
                        .deadline(Duration.ofMillis(500))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("deadline 0.5s is shorter than the first quick retry 1s: raise the deadline, shorten"
                        + " quickRetries, or set the deadline to zero for a single attempt");
    }

    @Test
    void aCapBelowTheFirstQuickRetryContradictsItself() {
        assertThatThrownBy(() -> MailRetryPolicy.builder()
                        .maxDelay(Duration.ofMillis(10))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("maxDelay 0.01s is below the first quick retry 1s");
    }

    @Test
    void aDeadlineOfZeroMeansASingleAttempt() {
        MailRetryPolicy single =
                MailRetryPolicy.builder().deadline(Duration.ZERO).build();
        NextStep step = single.next(after(Reason.LOCAL_ERROR).deadline(NOW).build());
        assertThat(step.stopReason()).contains(StopReason.DEADLINE);
    }

    @Test
    void valuesThatMakeNoSenseAreNamed() {
        assertThatThrownBy(() -> MailRetryPolicy.builder().jitter(1.5).build()).hasMessageContaining("jitter 1.5");
        assertThatThrownBy(() -> MailRetryPolicy.builder()
                        .deadline(Duration.ofSeconds(-1))
                        .build())
                .hasMessageContaining("deadline -1s is negative");
        assertThatThrownBy(() -> MailRetryPolicy.builder()
                        .lifetime(Duration.ofSeconds(10))
                        .build())
                .hasMessageContaining("deadline 30s is longer than lifetime 10s");
        assertThatThrownBy(() -> MailRetryPolicy.builder()
                        .quickRetries(List.of(Duration.ZERO))
                        .build())
                .hasMessageContaining("a quick retry of 0s is not positive");
    }

    @Test
    void aFinishedPolicyDoesNotChangeWithItsBuilder() {
        MailRetryPolicy.Builder builder = MailRetryPolicy.builder();
        MailRetryPolicy first = builder.build();
        builder.quickRetries(List.of()).deadline(Duration.ZERO);
        assertThat(first.quickRetries()).hasSize(3);
        assertThat(first.deadline()).isEqualTo(Duration.ofSeconds(30));
    }
}

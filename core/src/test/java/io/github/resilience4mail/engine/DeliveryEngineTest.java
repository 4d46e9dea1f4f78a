/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4j.retry.event.RetryEvent;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Delivery.Pacing;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

class DeliveryEngineTest {

    private static final AttemptResult OK = AttemptResult.accepted(SmtpReply.parse("250 2.0.0 Ok"));
    private static final AttemptResult LOST = AttemptResult.unknown(Verdict.of(Reason.CONNECTION_LOST));

    private final FakeTimekeeper time = new FakeTimekeeper();
    private final RetryRegistry registry = RetryRegistry.ofDefaults();
    private final Transmission transmission = mock(Transmission.class);

    private static AttemptResult refused(Reason reason) {
        return AttemptResult.refused(SmtpPhase.RCPT, SmtpReply.parse("450 Not now"), Verdict.of(reason));
    }

    private DeliveryEngine engine(MailRetryPolicy policy) {
        return new DeliveryEngine(policy, time, registry, "mail-test");
    }

    private DeliveryReport run(MailRetryPolicy policy, PartialSending partial, String... recipients) {
        DeliveryEngine engine = engine(policy);
        return engine.run(engine.begin("<id@test>", List.of(recipients), partial, policy.deadline()), transmission);
    }

    private DeliveryReport run(String... recipients) {
        return run(MailRetryPolicy.builder().jitter(0).build(), PartialSending.ALLOWED, recipients);
    }

    @Test
    void sendsAgainOnlyToThoseWhoAreStillOpen() {
        when(transmission.attempt(List.of("a", "b", "c")))
                .thenReturn(Map.of("a", OK, "b", refused(Reason.LOCAL_ERROR), "c", refused(Reason.UNKNOWN_RECIPIENT)));
        when(transmission.attempt(List.of("b"))).thenReturn(Map.of("b", OK));

        DeliveryReport report = run("a", "b", "c");

        assertThat(report.recipients())
                .extracting(RecipientReport::outcome)
                .containsExactly(Outcome.DELIVERED, Outcome.DELIVERED, Outcome.GIVEN_UP);
        assertThat(report.recipients()).extracting(RecipientReport::attempts).containsExactly(1, 2, 1);
        verify(transmission, times(2)).attempt(any());
    }

    @Test
    void saysOnceOfEachRecipientHowItEndedAndOfThoseNeverTriedWhyNobodyIs() {
        DeliveryEngine engine = engine(MailRetryPolicy.defaults());
        Delivery delivery =
                engine.begin("<id@test>", List.of("a", "b", "c"), PartialSending.ALLOWED, Duration.ofMinutes(1));
        when(transmission.attempt(any())).thenReturn(Map.of("a", OK, "b", refused(Reason.LOCAL_ERROR)));
        assertThat(delivery.takeSettled()).isEmpty();

        engine.attempt(delivery, transmission);
        assertThat(delivery.takeSettled())
                .extracting(RecipientReport::recipient)
                .containsExactly("a");
        assertThat(delivery.takeSettled()).isEmpty();

        engine.abandon(delivery, time.now(), refused(Reason.THROTTLED));
        assertThat(delivery.takeSettled())
                .extracting(r -> r.verdict().orElseThrow().reason(), RecipientReport::attempts)
                .containsExactly(tuple(Reason.LOCAL_ERROR, 1), tuple(Reason.THROTTLED, 0));
    }

    @Test
    void saysHowLongItWillWaitBeforeItWaits() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", refused(Reason.LOCAL_ERROR)), Map.of("a", OK));
        run("a");
        InOrder order = inOrder(transmission);
        order.verify(transmission).attempt(any());
        order.verify(transmission).beforeWait(Duration.ofSeconds(1));
        order.verify(transmission).attempt(any());
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void neverSleepsPastTheDeadline() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", refused(Reason.LOCAL_ERROR)));
        DeliveryReport report = run("a");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(13));
        assertThat(report.recipients()).singleElement().satisfies(a -> {
            assertThat(a.outcome()).isEqualTo(Outcome.DEFERRED);
            assertThat(a.attempts()).isEqualTo(4);
            assertThat(a.retryAt()).contains(time.now().plus(Duration.ofMinutes(15)));
        });
    }

    @Test
    void aClockThatIsSetBackDoesNotStretchTheDeadline() {
        when(transmission.attempt(any())).thenAnswer(call -> {
            time.setClockBack(Duration.ofHours(1));
            return Map.of("a", refused(Reason.LOCAL_ERROR));
        });
        run("a");
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(13));
    }

    @Test
    void aThrottledAttemptIsCountedButChargedToNoBudget() {
        MailRetryPolicy patient =
                MailRetryPolicy.builder().jitter(0).deadline(Duration.ofDays(1)).build();
        when(transmission.attempt(any()))
                .thenReturn(
                        Map.of("a", refused(Reason.THROTTLED)),
                        Map.of("a", refused(Reason.LOCAL_ERROR)),
                        Map.of("a", OK));
        DeliveryReport report = run(patient, PartialSending.ALLOWED, "a");
        assertThat(time.waits()).containsExactly(Duration.ofMinutes(15), Duration.ofSeconds(1));
        assertThat(report.recipients()).singleElement().satisfies(a -> {
            assertThat(a.attempts()).isEqualTo(3);
            assertThat(a.throttledAttempts()).isEqualTo(1);
        });
    }

    @Test
    void aLostFinalReplyIsSentAgainAndTheSuccessIsAPossibleDuplicate() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", LOST), Map.of("a", OK));
        assertThat(run("a").recipients()).singleElement().satisfies(a -> {
            assertThat(a.outcome()).isEqualTo(Outcome.DELIVERED);
            assertThat(a.possibleDuplicate()).isTrue();
        });
    }

    @Test
    void underReportALostFinalReplyIsNotSentAgain() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", LOST));
        MailRetryPolicy report =
                MailRetryPolicy.builder().onUnknown(OnUnknown.REPORT).build();
        assertThat(run(report, PartialSending.ALLOWED, "a").recipients())
                .singleElement()
                .satisfies(a -> assertThat(a.outcome()).isEqualTo(Outcome.UNKNOWN));
        verify(transmission, times(1)).attempt(any());
    }

    @Test
    void aLaterRefusalDoesNotEraseAnUnknown() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", LOST), Map.of("a", refused(Reason.UNKNOWN_RECIPIENT)));
        assertThat(run("a").recipients()).singleElement().satisfies(a -> assertThat(a.outcome())
                .isEqualTo(Outcome.UNKNOWN));
    }

    @Test
    void withoutPartialSendingThoseHeldAreDeferredWhenOneIsLost() {
        when(transmission.attempt(any()))
                .thenReturn(Map.of("a", refused(Reason.HELD_BY_OTHERS), "b", refused(Reason.UNKNOWN_RECIPIENT)));
        DeliveryReport report = run(MailRetryPolicy.defaults(), PartialSending.FORBIDDEN, "a", "b");
        assertThat(report.recipients())
                .extracting(RecipientReport::outcome)
                .containsExactly(Outcome.DEFERRED, Outcome.GIVEN_UP);
        verify(transmission, times(1)).attempt(any());
    }

    @Test
    void withoutPartialSendingAllAreTriedAgainTogether() {
        when(transmission.attempt(List.of("a", "b")))
                .thenReturn(
                        Map.of("a", refused(Reason.HELD_BY_OTHERS), "b", refused(Reason.LOCAL_ERROR)),
                        Map.of("a", OK, "b", OK));
        DeliveryReport report = run(MailRetryPolicy.defaults(), PartialSending.FORBIDDEN, "a", "b");
        assertThat(report.isDelivered()).isTrue();
        verify(transmission, times(2)).attempt(List.of("a", "b"));
    }

    @Test
    void tooManyRecipientsGoesOnAtOnceForAsLongAsThereIsProgress() {
        List<String> recipients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            recipients.add("r" + i);
        }
        when(transmission.attempt(any())).thenAnswer(call -> {
            List<String> due = call.getArgument(0);
            return due.stream()
                    .collect(java.util.stream.Collectors.toMap(
                            r -> r, r -> due.indexOf(r) < 10 ? OK : refused(Reason.TOO_MANY_RECIPIENTS)));
        });
        assertThat(run(recipients.toArray(String[]::new)).isDelivered()).isTrue();
        assertThat(time.waits()).isEmpty();
        verify(transmission, times(5)).attempt(any());
    }

    @Test
    void tooManyRecipientsWithoutProgressDoesNotLoop() {
        when(transmission.attempt(any())).thenReturn(Map.of("a", refused(Reason.TOO_MANY_RECIPIENTS)));
        run("a");
        verify(transmission, times(4)).attempt(any());
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysVisible() {
        when(transmission.attempt(any())).thenAnswer(call -> {
            Thread.currentThread().interrupt();
            return Map.of("a", refused(Reason.LOCAL_ERROR));
        });
        DeliveryReport report = run("a");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.recipients()).singleElement().satisfies(a -> assertThat(a.outcome())
                .isEqualTo(Outcome.DEFERRED));
    }

    @Test
    void aMessageWithoutRecipientsIsRefused() {
        assertThatThrownBy(() -> run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no recipients");
    }

    @Test
    void resilience4jCountsAndShowsWhatHappens() {
        List<RetryEvent.Type> events = new ArrayList<>();
        Retry retry = engine(MailRetryPolicy.defaults()).retry();
        retry.getEventPublisher().onEvent(event -> events.add(event.getEventType()));

        when(transmission.attempt(any())).thenReturn(Map.of("a", OK));
        run("a");
        when(transmission.attempt(any())).thenReturn(Map.of("a", refused(Reason.LOCAL_ERROR)), Map.of("a", OK));
        run("a");
        when(transmission.attempt(any())).thenReturn(Map.of("a", refused(Reason.UNKNOWN_RECIPIENT)));
        run("a");
        when(transmission.attempt(any()))
                .thenReturn(Map.of("a", refused(Reason.LOCAL_ERROR)), Map.of("a", refused(Reason.UNKNOWN_RECIPIENT)));
        run("a");

        assertThat(registry.find("mail-test")).containsSame(retry);
        assertThat(events)
                .containsExactly(
                        RetryEvent.Type.RETRY,
                        RetryEvent.Type.SUCCESS,
                        RetryEvent.Type.IGNORED_ERROR,
                        RetryEvent.Type.RETRY,
                        RetryEvent.Type.ERROR);
        Retry.Metrics metrics = retry.getMetrics();
        assertThat(metrics.getNumberOfSuccessfulCallsWithoutRetryAttempt()).isEqualTo(1);
        assertThat(metrics.getNumberOfSuccessfulCallsWithRetryAttempt()).isEqualTo(1);
        assertThat(metrics.getNumberOfFailedCallsWithoutRetryAttempt()).isEqualTo(1);
        assertThat(metrics.getNumberOfFailedCallsWithRetryAttempt()).isEqualTo(1);
        assertThat(metrics.getNumberOfTotalCalls()).isEqualTo(6);
    }

    @Test
    void aDeliveryThatIsRefusedUntriedHasNoAttempts() {
        DeliveryEngine engine = engine(MailRetryPolicy.defaults());
        Delivery delivery = engine.begin("", List.of("a"), PartialSending.ALLOWED, Pacing.BY_HOST);
        DeliveryReport report =
                engine.refuse(delivery, AttemptResult.refused(SmtpPhase.AUTH, null, Verdict.of(Reason.AUTH_FAILED)));
        assertThat(report.recipients()).singleElement().satisfies(a -> {
            assertThat(a.outcome()).isEqualTo(Outcome.FIX_CONFIG);
            assertThat(a.attempts()).isZero();
        });
    }
}

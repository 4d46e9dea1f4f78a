/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.NextStep;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.policy.RetryState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where one recipient of one delivery stands. Confined to the thread that drives the delivery. */
final class RecipientState {

    private final String recipient;
    private int attempts;
    private int failures;
    private int throttledInRow;
    private int throttledInAll;
    private int immediateInRow;
    private boolean everUnknown;
    private @Nullable AttemptResult last;
    private @Nullable Instant firstAttemptAt;
    private Instant retryAt;
    private @Nullable Outcome outcome;
    private boolean told;

    RecipientState(String recipient, Instant firstDue) {
        this.recipient = recipient;
        this.retryAt = firstDue;
    }

    /** What an attempt's circumstances add to its result. */
    record Circumstances(
            Instant startedAt,
            Instant now,
            Instant deadline,
            double chance,
            boolean progress,
            Delivery.Pacing pacing) {}

    void apply(AttemptResult result, MailRetryPolicy policy, Circumstances circumstances) {
        attempts++;
        last = result;
        if (firstAttemptAt == null) {
            firstAttemptAt = circumstances.startedAt();
        }
        switch (result.acceptance()) {
            case YES -> outcome = Outcome.DELIVERED;
            case UNKNOWN -> {
                everUnknown = true;
                decide(verdictOf(result), policy, circumstances, policy.onUnknown() == OnUnknown.REPORT);
            }
            case NO -> decide(verdictOf(result), policy, circumstances, false);
        }
    }

    private static Verdict verdictOf(AttemptResult result) {
        return result.verdict().orElseThrow();
    }

    private void decide(Verdict verdict, MailRetryPolicy policy, Circumstances circumstances, boolean stopAnyway) {
        count(verdict, circumstances.progress());
        NextStep step = policy.next(RetryState.builder(verdict, circumstances.now())
                .firstAttemptAt(firstAttemptAt == null ? circumstances.now() : firstAttemptAt)
                .failures(failures)
                .throttled(throttledInRow)
                .immediate(immediateInRow)
                .deadline(circumstances.deadline())
                .chance(circumstances.chance())
                .pacedByHost(circumstances.pacing() == Delivery.Pacing.BY_HOST)
                .build());
        step.retryAt().ifPresent(instant -> retryAt = instant);
        if (stopAnyway) {
            outcome = Outcome.UNKNOWN;
        } else if (step.stopReason().isPresent()) {
            outcome = outcomeOf(step.stopReason().get());
        }
        if (outcome == null && isImmediate(verdict)) {
            immediateInRow++;
        }
    }

    private void count(Verdict verdict, boolean progress) {
        if (verdict.throttle()) {
            throttledInRow++;
            throttledInAll++;
        } else {
            throttledInRow = 0;
            failures++;
        }
        if (progress || !isImmediate(verdict)) {
            immediateInRow = 0;
        }
    }

    private static boolean isImmediate(Verdict verdict) {
        return verdict.delayClass().filter(c -> c == DelayClass.NOW).isPresent();
    }

    /** A refusal, however final, does not undo that an earlier attempt may have been accepted. */
    private Outcome outcomeOf(NextStep.StopReason reason) {
        if (everUnknown) {
            return Outcome.UNKNOWN;
        }
        return switch (reason) {
            case GIVE_UP, LIFETIME -> Outcome.GIVEN_UP;
            case FIX_CONFIG -> Outcome.FIX_CONFIG;
            case DEADLINE -> Outcome.DEFERRED;
        };
    }

    /** Ends the waiting: the attempts so far are all there will be. */
    void defer(Instant until) {
        if (outcome == null) {
            retryAt = until;
            outcome = everUnknown ? Outcome.UNKNOWN : Outcome.DEFERRED;
        }
    }

    /** Ends the waiting because of something else than its own attempts, which is all there is to say if it had none. */
    void abandon(Instant until, @Nullable AttemptResult why) {
        defer(until);
        if (last == null) {
            last = why;
        }
    }

    /** Ends it for a reason that was found without an attempt for this recipient. */
    void refuse(AttemptResult result) {
        if (!everUnknown) {
            last = result;
        }
        outcome = switch (verdictOf(result).decision()) {
            case RETRY -> everUnknown ? Outcome.UNKNOWN : Outcome.DEFERRED;
            case GIVE_UP -> outcomeOf(NextStep.StopReason.GIVE_UP);
            case FIX_CONFIG -> outcomeOf(NextStep.StopReason.FIX_CONFIG);
        };
    }

    /** Moves the next attempt, to keep recipients together that must not be sent apart. */
    void postpone(Instant until) {
        if (until.isAfter(retryAt)) {
            retryAt = until;
        }
    }

    boolean isOpen() {
        return outcome == null;
    }

    /** Whether it has its outcome and nobody has been told. */
    boolean isSettledAnew() {
        return outcome != null && !told;
    }

    void noteAsTold() {
        told = true;
    }

    boolean isDue(Instant now) {
        return outcome == null && !retryAt.isAfter(now);
    }

    String recipient() {
        return recipient;
    }

    int attempts() {
        return attempts;
    }

    int throttledInAll() {
        return throttledInAll;
    }

    boolean everUnknown() {
        return everUnknown;
    }

    @Nullable
    AttemptResult last() {
        return last;
    }

    Instant retryAt() {
        return retryAt;
    }

    @Nullable
    Outcome outcome() {
        return outcome;
    }
}

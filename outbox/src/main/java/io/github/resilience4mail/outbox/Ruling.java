/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.outbox.RecipientRow.Progress;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.NextStep;
import io.github.resilience4mail.policy.NextStep.StopReason;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.policy.RetryState;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a recipient from one attempt: a pure function of its row, the result and the policy.
 *
 * @param row as it was claimed
 * @param state where it stands now
 * @param dueAt when it is worth another attempt; the present if it is settled
 * @param progress what has happened so far, this attempt included
 * @param result of the attempt
 * @param at when it ended
 */
record Ruling(RecipientRow row, OutboxState state, Instant dueAt, Progress progress, AttemptResult result, Instant at) {

    /** Decides. */
    static Ruling on(
            RecipientRow row,
            AttemptResult result,
            boolean accountWorks,
            MailRetryPolicy policy,
            Instant now,
            double chance) {
        Progress progress = counted(row.progress(), result);
        Verdict verdict = result.verdict().orElse(null);
        if (verdict == null) {
            return new Ruling(row, OutboxState.DELIVERED, now, progress, result, now);
        }
        if (concernsAccount(result, accountWorks)) {
            // the account is parked, and with it this recipient: that is no failure of its own
            return new Ruling(row, OutboxState.QUEUED, now, progress, result, now);
        }
        NextStep step = policy.next(RetryState.builder(verdict, now)
                .firstAttemptAt(Instant.ofEpochMilli(progress.livesFrom()))
                .failures(progress.failures())
                .throttled(progress.throttled())
                .immediate(progress.atOnce())
                .chance(chance)
                .pacedByHost(true)
                .build());
        boolean reported = result.acceptance() == Acceptance.UNKNOWN && policy.onUnknown() == OnUnknown.REPORT;
        OutboxState state = reported
                ? OutboxState.UNKNOWN
                : step.stopReason().map(why -> stopped(why, progress)).orElse(OutboxState.QUEUED);
        Progress next = state == OutboxState.QUEUED && isImmediate(verdict) ? oneMoreAtOnce(progress) : progress;
        return new Ruling(row, state, step.retryAt().orElse(now), next, result, now);
    }

    private static OutboxState stopped(StopReason why, Progress progress) {
        if (progress.everUnknown()) {
            // a later refusal does not erase it
            return OutboxState.UNKNOWN;
        }
        return switch (why) {
            case GIVE_UP, LIFETIME -> OutboxState.GIVEN_UP;
            case FIX_CONFIG -> OutboxState.PARKED;
            case DEADLINE -> OutboxState.QUEUED;
        };
    }

    private static Progress counted(Progress before, AttemptResult result) {
        Verdict verdict = result.verdict().orElse(null);
        boolean throttled = verdict != null && verdict.throttle();
        boolean failed = verdict != null && !throttled;
        return new Progress(
                before.livesFrom(),
                before.attempts() + 1,
                before.failures() + (failed ? 1 : 0),
                throttled ? before.throttled() + 1 : 0,
                verdict != null && isImmediate(verdict) ? before.atOnce() : 0,
                before.everUnknown() || result.acceptance() == Acceptance.UNKNOWN);
    }

    private static Progress oneMoreAtOnce(Progress p) {
        return new Progress(p.livesFrom(), p.attempts(), p.failures(), p.throttled(), p.atOnce() + 1, p.everUnknown());
    }

    private static boolean isImmediate(Verdict verdict) {
        return verdict.delayClass().filter(c -> c == DelayClass.NOW).isPresent();
    }

    /**
     * Whether nothing more should be tried with the account. At RCPT a server may mean this recipient alone ("relaying
     * denied" to a domain that it does not serve): then it counts only as long as the account has had no success at all.
     */
    static boolean concernsAccount(AttemptResult result, boolean accountWorks) {
        return (!accountWorks || result.phase().compareTo(SmtpPhase.RCPT) < 0)
                && result.verdict()
                        .filter(v -> v.decision() == Decision.FIX_CONFIG && v.scope() == Scope.ACCOUNT)
                        .isPresent();
    }

    /** The recipient as its row stands after this was recorded. */
    OutboxRecipient recipient(String destination) {
        Verdict verdict = result.verdict().orElse(null);
        return new OutboxRecipient(
                row.id(),
                row.messageId(),
                row.address(),
                destination,
                row.priority(),
                state,
                dueAt.truncatedTo(ChronoUnit.MILLIS),
                Instant.ofEpochMilli(row.createdAt()),
                progress.attempts(),
                progress.everUnknown(),
                result.phase().name(),
                OutboxRecords.reply(result.reply()),
                verdict == null ? null : verdict.decision().name(),
                verdict == null ? null : verdict.reason().name(),
                verdict == null ? null : verdict.ruleId(),
                settledAt());
    }

    /** When it had its outcome, as exactly as it is recorded; null if it has none. */
    @Nullable
    Instant settledAt() {
        return state == OutboxState.QUEUED ? null : at.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether the server took it, but perhaps not for the first time. */
    boolean isPossibleDuplicate() {
        return state == OutboxState.DELIVERED && progress.everUnknown();
    }
}

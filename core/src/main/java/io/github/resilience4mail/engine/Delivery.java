/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.policy.MailRetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way: who is still open, when the next attempt is due, and how it ended for each.
 *
 * <p>It owns no loop and never waits, so that any host can drive it: a blocking call, a pool of lanes, a table row.
 * Ask {@link #due()}, make an attempt, {@link #record} what it brought, and go on at {@link #nextAttemptAt()} until
 * {@link #isFinished()}. Not thread-safe: one host at a time.
 */
public final class Delivery {

    /** Whether one refusal keeps the message from all. */
    public enum PartialSending {
        /** Those accepted get the message, whatever happens to the others. */
        ALLOWED,
        /** It is sent to all or to nobody. */
        FORBIDDEN
    }

    /** Who sees to it that a throttled destination is left alone. */
    public enum Pacing {
        /** The policy, by the delay of each message. */
        BY_POLICY,
        /** The host, by the lanes and pauses of the destination: a throttled message just keeps its place. */
        BY_HOST
    }

    private final String messageId;
    private final List<RecipientState> states;
    private final MailRetryPolicy policy;
    private final PartialSending partialSending;
    private final Pacing pacing;
    private final MailRetry retry;
    private final Retry.AsyncContext<Object> retryContext;
    private final InstantSource clock;
    private final Instant deadline;
    private int recorded;

    Delivery(DeliveryEngine engine, Request request, InstantSource clock, Instant deadline) {
        this.messageId = request.messageId();
        this.policy = engine.policy();
        this.partialSending = request.partialSending();
        this.pacing = request.pacing();
        this.retry = engine.retry();
        this.retryContext = retry.begin();
        this.clock = clock;
        this.deadline = deadline;
        Instant now = clock.instant();
        // loops rather than streams, here and below: most messages have one recipient, and go through at once
        List<RecipientState> all = new ArrayList<>(request.recipients().size());
        for (String recipient : new LinkedHashSet<>(request.recipients())) {
            all.add(new RecipientState(recipient, now));
        }
        this.states = List.copyOf(all);
        if (states.isEmpty()) {
            throw new IllegalArgumentException(
                    "message " + messageId + " has no recipients: give at least one address in To, Cc or Bcc");
        }
    }

    /**
     * What is to be delivered.
     *
     * @param messageId the Message-ID in its brackets, or empty
     * @param recipients whom to; repeated ones count once
     * @param partialSending whether one refusal keeps the message from all
     * @param pacing who slows down for a throttled destination
     */
    record Request(String messageId, Collection<String> recipients, PartialSending partialSending, Pacing pacing) {}

    String messageId() {
        return messageId;
    }

    /** {@return those to whom an attempt may be made now; empty if none is due} */
    public List<String> due() {
        Instant now = clock.instant();
        List<String> due = new ArrayList<>(states.size());
        for (RecipientState state : states) {
            if (state.isDue(now)) {
                due.add(state.recipient());
            }
        }
        return Collections.unmodifiableList(due);
    }

    /** {@return whether every recipient has its outcome} */
    public boolean isFinished() {
        for (RecipientState state : states) {
            if (state.isOpen()) {
                return false;
            }
        }
        return true;
    }

    /** {@return when somebody is due next; empty if finished} */
    public Optional<Instant> nextAttemptAt() {
        Instant next = null;
        for (RecipientState state : states) {
            if (state.isOpen() && (next == null || state.retryAt().isBefore(next))) {
                next = state.retryAt();
            }
        }
        return Optional.ofNullable(next);
    }

    /** {@return how long until {@link #nextAttemptAt()}; zero if somebody is due, or if finished} */
    public Duration untilNextAttempt() {
        Instant now = clock.instant();
        Instant next = nextAttemptAt().orElse(now);
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    /** {@return whether the caller waits no longer; {@link DeliveryEngine#abandon} is what remains} */
    public boolean isOverdue() {
        return clock.instant().isAfter(deadline);
    }

    /**
     * Takes in what one attempt brought.
     *
     * @param results a result for each of those who were tried; others are left as they are
     * @param startedAt when the attempt began
     * @param chance a number from 0 to 1 that spreads the delays, the same for all of them so that they stay together
     */
    void record(Map<String, AttemptResult> results, Instant startedAt, double chance) {
        boolean progress = false;
        for (AttemptResult result : results.values()) {
            progress |= result.acceptance() == Acceptance.YES;
        }
        RecipientState.Circumstances circumstances =
                new RecipientState.Circumstances(startedAt, clock.instant(), deadline, chance, progress, pacing);
        for (RecipientState state : states) {
            AttemptResult result = results.get(state.recipient());
            if (result != null && state.isOpen()) {
                state.apply(result, policy, circumstances);
            }
        }
        if (partialSending == PartialSending.FORBIDDEN) {
            keepTogether();
        }
        recorded++;
        account(results.values());
    }

    /** Without partial sending nobody is sent to while one is refused: together later, or, if one never will, not at all. */
    private void keepTogether() {
        boolean oneIsLost = states.stream()
                .anyMatch(s -> !s.isOpen() && s.outcome() != Outcome.DELIVERED && s.outcome() != Outcome.UNKNOWN);
        List<RecipientState> open =
                states.stream().filter(RecipientState::isOpen).toList();
        if (oneIsLost) {
            open.forEach(s -> s.defer(isHeld(s) ? clock.instant() : s.retryAt()));
        } else {
            Optional<Instant> last = open.stream().map(RecipientState::retryAt).max(Comparator.naturalOrder());
            last.ifPresent(instant -> open.forEach(s -> s.postpone(instant)));
        }
    }

    private static boolean isHeld(RecipientState state) {
        AttemptResult last = state.last();
        return last != null
                && last.verdict()
                        .filter(v -> v.reason() == Reason.HELD_BY_OTHERS)
                        .isPresent();
    }

    /** {@return the end of the caller's wait} */
    public Instant deadline() {
        return deadline;
    }

    /**
     * Says once of each recipient how it ended, as soon as it has.
     *
     * @return those whose outcome has become final since this was asked last, in the order given
     */
    List<RecipientReport> takeSettled() {
        List<RecipientState> settled =
                states.stream().filter(RecipientState::isSettledAnew).toList();
        settled.forEach(RecipientState::noteAsTold);
        return settled.stream().map(Delivery::report).toList();
    }

    /**
     * Ends the delivery early: who is open becomes DEFERRED, or UNKNOWN if an attempt may have been accepted. Who was
     * never tried is told why nobody is.
     */
    void abandon(Instant notBefore, @Nullable AttemptResult why) {
        List<RecipientState> open =
                states.stream().filter(RecipientState::isOpen).toList();
        if (!open.isEmpty()) {
            open.forEach(s -> s.abandon(s.retryAt().isAfter(notBefore) ? s.retryAt() : notBefore, why));
            accountForEarlyEnd(List.of());
        }
    }

    /** resilience4j counts calls: one that never began does not count. */
    private void accountForEarlyEnd(Collection<AttemptResult> results) {
        if (recorded > 0) {
            retry.failed(retryContext, failure(results, null));
        }
    }

    /** Ends the delivery without an attempt: who is open gets what the result's verdict says. */
    void refuse(AttemptResult result) {
        states.stream().filter(RecipientState::isOpen).forEach(s -> s.refuse(result));
        accountForEarlyEnd(List.of(result));
    }

    private void account(Collection<AttemptResult> results) {
        boolean finished = isFinished();
        if (finished && isDelivered()) {
            retryContext.onComplete();
        } else {
            retry.failed(retryContext, failure(results, finished ? null : untilNextAttempt()));
        }
    }

    private boolean isDelivered() {
        for (RecipientState state : states) {
            if (state.outcome() != Outcome.DELIVERED) {
                return false;
            }
        }
        return true;
    }

    private AttemptFailedException failure(Collection<AttemptResult> results, @Nullable Duration delay) {
        List<AttemptResult> failed = new ArrayList<>(results);
        failed.removeIf(r -> r.verdict().isEmpty());
        failed.sort(
                Comparator.comparing(r -> r.verdict().map(Verdict::decision).orElseThrow(), Comparator.reverseOrder()));
        AttemptResult gravest = failed.isEmpty() ? null : failed.get(0);
        String message = gravest == null ? "abandoned" : gravest.toString();
        Verdict verdict = gravest == null ? null : gravest.verdict().orElse(null);
        return new AttemptFailedException(message, verdict, delay, recorded == 1);
    }

    /**
     * How it stands.
     *
     * @return each recipient's outcome; those still open count as DEFERRED, or UNKNOWN if an attempt may have been
     *     accepted
     */
    public DeliveryReport report() {
        List<RecipientReport> reports = new ArrayList<>(states.size());
        for (RecipientState state : states) {
            reports.add(report(state));
        }
        return new DeliveryReport(messageId, reports);
    }

    private static RecipientReport report(RecipientState state) {
        Outcome outcome = state.outcome();
        if (outcome == null) {
            outcome = state.everUnknown() ? Outcome.UNKNOWN : Outcome.DEFERRED;
        }
        return new RecipientReport(state, outcome);
    }
}

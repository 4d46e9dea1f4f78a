/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How the delivery to one recipient ended, and why. Immutable. */
public final class RecipientReport {

    private final String recipient;
    private final Outcome outcome;
    private final boolean possibleDuplicate;
    private final int attempts;
    private final int throttled;
    private final @Nullable AttemptResult last;
    private final @Nullable Instant retryAt;

    RecipientReport(RecipientState state, Outcome outcome) {
        recipient = state.recipient();
        this.outcome = outcome;
        possibleDuplicate = outcome == Outcome.DELIVERED && state.everUnknown();
        attempts = state.attempts();
        throttled = state.throttledInAll();
        last = state.last();
        boolean worthTrying = last != null
                && last.verdict().filter(v -> v.decision() == Decision.RETRY).isPresent();
        retryAt = outcome == Outcome.DEFERRED || (outcome == Outcome.UNKNOWN && worthTrying) ? state.retryAt() : null;
    }

    /** {@return the address} */
    public String recipient() {
        return recipient;
    }

    /** {@return how it ended} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return whether it was delivered after an attempt whose acceptance is unknown, so perhaps twice} */
    public boolean possibleDuplicate() {
        return possibleDuplicate;
    }

    /** {@return how many attempts were made, throttled ones included} */
    public int attempts() {
        return attempts;
    }

    /** {@return how many of the attempts were refused because the destination throttles} */
    public int throttledAttempts() {
        return throttled;
    }

    /** {@return the phase in which the last attempt was decided; empty if there was none} */
    public Optional<SmtpPhase> phase() {
        return Optional.ofNullable(last).map(AttemptResult::phase);
    }

    /** {@return what the server said last; empty if it said nothing} */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(last).flatMap(AttemptResult::reply);
    }

    /** {@return what the last failure means; empty if the last attempt was accepted} */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(last).flatMap(AttemptResult::verdict);
    }

    /** {@return when another attempt makes sense; empty unless deferred or unknown} */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /** The address, the outcome and the last result, on one printable line. */
    @Override
    public String toString() {
        return recipient + ": " + outcome + (possibleDuplicate ? " (possible duplicate)" : "") + " after " + attempts
                + (attempts == 1 ? " attempt" : " attempts") + (last == null ? "" : ", " + last)
                + (retryAt == null ? "" : ", retry at " + retryAt);
    }
}

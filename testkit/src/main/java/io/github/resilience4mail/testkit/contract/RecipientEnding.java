/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * How it ended for one recipient, as far as the host tells. What it does not tell is empty, and has to be among what the
 * host {@linkplain ContractHost#lacks() lacks}. Immutable.
 */
public final class RecipientEnding {

    private final String recipient;
    private final Outcome outcome;
    private final OptionalInt attempts;
    private final Optional<Boolean> possibleDuplicate;
    private final @Nullable Reason reason;
    private final @Nullable Instant retryAt;

    private RecipientEnding(
            String recipient,
            Outcome outcome,
            OptionalInt attempts,
            Optional<Boolean> possibleDuplicate,
            @Nullable Reason reason,
            @Nullable Instant retryAt) {
        this.recipient = recipient;
        this.outcome = outcome;
        this.attempts = attempts;
        this.possibleDuplicate = possibleDuplicate;
        this.reason = reason;
        this.retryAt = retryAt;
    }

    /**
     * An ending of which nothing else is known.
     *
     * @param recipient the address, as the letter has it
     * @param outcome how it ended
     * @return the ending
     */
    public static RecipientEnding of(String recipient, Outcome outcome) {
        return new RecipientEnding(recipient, outcome, OptionalInt.empty(), Optional.empty(), null, null);
    }

    /**
     * Everything that a report tells.
     *
     * @param report of one delivery
     * @return an ending for each of its recipients
     */
    public static List<RecipientEnding> of(DeliveryReport report) {
        return report.recipients().stream().map(RecipientEnding::of).toList();
    }

    /**
     * What a failure to connect means for a recipient: not delivered, in no doubt, for the reason of the failure.
     *
     * @param recipient the address, as the letter has it
     * @param verdict on the failure
     * @param retryAt when another attempt makes sense, or null if none does
     * @return the ending, without a number of attempts
     */
    public static RecipientEnding failed(String recipient, Verdict verdict, @Nullable Instant retryAt) {
        Outcome outcome =
                switch (verdict.decision()) {
                    case RETRY -> Outcome.DEFERRED;
                    case GIVE_UP -> Outcome.GIVEN_UP;
                    case FIX_CONFIG -> Outcome.FIX_CONFIG;
                };
        return new RecipientEnding(
                recipient, outcome, OptionalInt.empty(), Optional.of(false), verdict.reason(), retryAt);
    }

    private static RecipientEnding of(RecipientReport report) {
        return new RecipientEnding(
                report.recipient(),
                report.outcome(),
                OptionalInt.of(report.attempts()),
                Optional.of(report.possibleDuplicate()),
                report.verdict().map(Verdict::reason).orElse(null),
                report.retryAt().orElse(null));
    }

    /**
     * The same, with the number of attempts.
     *
     * @param count how many there were, throttled ones included
     * @return the fuller ending
     */
    public RecipientEnding attempts(int count) {
        return new RecipientEnding(recipient, outcome, OptionalInt.of(count), possibleDuplicate, reason, retryAt);
    }

    /**
     * The same, with what is known about duplicates.
     *
     * @param possible whether the recipient was delivered to, but perhaps twice
     * @return the fuller ending
     */
    public RecipientEnding possibleDuplicate(boolean possible) {
        return new RecipientEnding(recipient, outcome, attempts, Optional.of(possible), reason, retryAt);
    }

    /**
     * The same, with the cause.
     *
     * @param cause of the last failure
     * @return the fuller ending
     */
    public RecipientEnding because(Reason cause) {
        return new RecipientEnding(recipient, outcome, attempts, possibleDuplicate, cause, retryAt);
    }

    /**
     * The same, with the instant from which on another attempt makes sense.
     *
     * @param instant the first one
     * @return the fuller ending
     */
    public RecipientEnding retryAt(Instant instant) {
        return new RecipientEnding(recipient, outcome, attempts, possibleDuplicate, reason, instant);
    }

    /** {@return the address} */
    public String recipient() {
        return recipient;
    }

    /** {@return how it ended} */
    public Outcome outcome() {
        return outcome;
    }

    OptionalInt attempts() {
        return attempts;
    }

    Optional<Boolean> possibleDuplicate() {
        return possibleDuplicate;
    }

    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }

    Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    /** {@return the address and all that is known, for a failed assertion} */
    @Override
    public String toString() {
        return recipient + ": " + outcome
                + (reason == null ? "" : " because of " + reason)
                + (attempts.isEmpty() ? "" : " after " + attempts.getAsInt() + " attempts")
                + (possibleDuplicate.orElse(false) ? ", possibly twice" : "")
                + (retryAt == null ? "" : ", retry at " + retryAt);
    }
}

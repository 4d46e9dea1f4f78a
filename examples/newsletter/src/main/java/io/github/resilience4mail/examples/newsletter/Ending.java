/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How one recipient ended, as the client was told.
 *
 * @param messageId of their message
 * @param recipient the address
 * @param outcome how it ended
 * @param possibleDuplicate whether the client says that it may have been delivered twice
 * @param attempts how many were made
 * @param cause what was said last, and what it means
 */
record Ending(
        String messageId, String recipient, Outcome outcome, boolean possibleDuplicate, int attempts, Cause cause) {

    /**
     * Why somebody ended so. Each part is null where there is none.
     *
     * @param phase where it was decided
     * @param reply the server's words, which are hostile
     * @param verdict what they mean
     * @param retryAt when another attempt makes sense
     */
    record Cause(
            @Nullable SmtpPhase phase,
            @Nullable SmtpReply reply,
            @Nullable Verdict verdict,
            @Nullable Instant retryAt) {

        static final Cause NONE = new Cause(null, null, null, null);
    }

    /**
     * What the library reports.
     *
     * @param doubtful whether an earlier run may have delivered already: then a refusal does not prove that nothing
     *     arrived, and a success may be the second
     */
    static Ending of(String messageId, RecipientReport report, boolean doubtful) {
        boolean delivered = report.outcome() == Outcome.DELIVERED;
        return new Ending(
                messageId,
                report.recipient(),
                doubtful && !delivered ? Outcome.UNKNOWN : report.outcome(),
                report.possibleDuplicate() || (doubtful && delivered),
                report.attempts(),
                new Cause(
                        report.phase().orElse(null),
                        report.reply().orElse(null),
                        report.verdict().orElse(null),
                        report.retryAt().orElse(null)));
    }

    /** The same without what was said, which would take much room for everybody. */
    Ending withoutCause() {
        return new Ending(messageId, recipient, outcome, possibleDuplicate, attempts, Cause.NONE);
    }

    String domain() {
        return Audience.domainOf(recipient);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How it ended for one recipient of one message.
 *
 * @param messageId in its brackets
 * @param recipient the address
 * @param outcome how
 * @param possibleDuplicate whether it was delivered after an attempt whose acceptance is unknown
 * @param attempts how many there were
 * @param phase where the last one was decided, or null if there was none
 * @param reply what the server said last, or null
 * @param verdict what the last failure means, or null
 * @param retryAt when another attempt makes sense, or null
 */
record Ending(
        String messageId,
        String recipient,
        Outcome outcome,
        boolean possibleDuplicate,
        int attempts,
        @Nullable SmtpPhase phase,
        @Nullable SmtpReply reply,
        @Nullable Verdict verdict,
        @Nullable Instant retryAt) {

    static Ending of(String messageId, RecipientReport report) {
        return new Ending(
                messageId,
                report.recipient(),
                report.outcome(),
                report.possibleDuplicate(),
                report.attempts(),
                report.phase().orElse(null),
                report.reply().orElse(null),
                report.verdict().orElse(null),
                report.retryAt().map(at -> at.truncatedTo(ChronoUnit.MILLIS)).orElse(null));
    }

    /** Of one whose turn never came. */
    static Ending untried(String messageId, String recipient, Instant now) {
        Instant retryAt = now.truncatedTo(ChronoUnit.MILLIS);
        return new Ending(messageId, recipient, Outcome.DEFERRED, false, 0, null, null, null, retryAt);
    }

    /** Of one whose attempt did not end in the time there was. */
    static Ending unfinished(String messageId, String recipient) {
        return new Ending(messageId, recipient, Outcome.UNKNOWN, false, 1, null, null, null, null);
    }

    /** What is to be decided about it now; null if it was delivered. Who was not refused may be tried again. */
    @Nullable
    Decision decision() {
        if (outcome == Outcome.DELIVERED) {
            return null;
        }
        return verdict == null ? Decision.RETRY : verdict.decision();
    }
}

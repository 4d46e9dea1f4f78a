/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a journal knows of one subscriber. Immutable.
 *
 * @param inFlight whether an attempt has begun of which nothing more is known
 * @param doubtful whether the message may have been delivered without anybody having been told
 * @param outcome how it ended, or null if it has not
 * @param possibleDuplicate whether it may have been delivered twice
 * @param attempts how many the ended run made
 * @param retryAt when another attempt makes sense, or null
 * @param phase where it was decided, or null
 * @param reply what the server said, or null
 */
record Standing(
        boolean inFlight,
        boolean doubtful,
        @Nullable Outcome outcome,
        boolean possibleDuplicate,
        int attempts,
        @Nullable Instant retryAt,
        @Nullable SmtpPhase phase,
        @Nullable String reply) {

    /** Nothing has been sent yet. */
    static final Standing UNTOUCHED = open(false, false);

    /** Nothing has come of it yet. */
    static Standing open(boolean inFlight, boolean doubtful) {
        return new Standing(inFlight, doubtful, null, false, 0, null, null, null);
    }

    static Standing of(Ending ending) {
        SmtpReply reply = ending.cause().reply();
        return new Standing(
                false,
                ending.outcome() == Outcome.UNKNOWN,
                ending.outcome(),
                ending.possibleDuplicate(),
                ending.attempts(),
                ending.cause().retryAt(),
                ending.cause().phase(),
                reply == null ? null : reply.toString());
    }

    /** Whether sending it again may be sending it twice. */
    boolean mayHaveArrived() {
        return inFlight || doubtful;
    }

    /** As if it had ended just now. What the server said then is judged again. */
    Ending ending(String messageId, String recipient) {
        SmtpReply said = reply == null ? null : SmtpReply.parse(reply);
        Verdict verdict = said == null || phase == null || outcome == Outcome.DELIVERED
                ? null
                : ReplyCatalogue.standard().classify(said, phase, null).orElse(null);
        return new Ending(
                messageId,
                recipient,
                outcome == null ? Outcome.UNKNOWN : outcome,
                possibleDuplicate,
                attempts,
                new Ending.Cause(phase, said, verdict, retryAt));
    }
}

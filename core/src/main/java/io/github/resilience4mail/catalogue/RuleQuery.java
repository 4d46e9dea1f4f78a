/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.catalogue.RuleIndex.Place;
import io.github.resilience4mail.catalogue.RuleIndex.Ranked;
import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A reply to be answered, and the best answer so far. */
final class RuleQuery {

    /** Phases in which a reply cannot be about a recipient's address, whatever its text says. */
    private static final Set<SmtpPhase> WITHOUT_RECIPIENT = Set.of(
            SmtpPhase.CONNECT,
            SmtpPhase.EHLO,
            SmtpPhase.STARTTLS,
            SmtpPhase.AUTH,
            SmtpPhase.MAIL,
            SmtpPhase.RSET,
            SmtpPhase.QUIT);

    private final Integer code;
    private final Integer replyClass;
    private final @Nullable EnhancedStatus status;
    private final @Nullable SmtpPhase phase;
    private final boolean mayConcernRecipient;
    /** The reply to RSET or QUIT is about no message, whatever its words are. */
    private final boolean closes;

    /** Where the reply comes from, "anywhere" included. */
    private final List<Place> places;

    private @Nullable Ranked best;

    RuleQuery(SmtpReply reply, @Nullable SmtpPhase phase, List<Place> places) {
        this(reply.code(), replyClass(reply), reply.status(), phase, places);
    }

    private RuleQuery(
            int code, int replyClass, @Nullable EnhancedStatus status, @Nullable SmtpPhase phase, List<Place> places) {
        this.code = code;
        this.replyClass = replyClass;
        this.status = status;
        this.phase = phase;
        this.places = places;
        mayConcernRecipient = phase == null || !WITHOUT_RECIPIENT.contains(phase);
        closes = phase == SmtpPhase.RSET || phase == SmtpPhase.QUIT;
    }

    /** The same reply as if its first digit were another, the rest of its code unknown; null if that is its digit. */
    @Nullable
    RuleQuery inClass(int otherClass) {
        if (replyClass == otherClass || replyClass == 0) {
            return null;
        }
        EnhancedStatus other =
                status == null ? null : new EnhancedStatus(otherClass, status.subject(), status.detail());
        return new RuleQuery(SmtpReply.NO_CODE, otherClass, other, phase, places);
    }

    /** The hundreds of the code; without a code the class of the status if it is a failure's; else 0. */
    private static int replyClass(SmtpReply reply) {
        EnhancedStatus status = reply.status();
        if (reply.hasCode()) {
            return reply.code() / 100;
        }
        return status == null || status.statusClass() == 2 ? 0 : status.statusClass();
    }

    int code() {
        return code;
    }

    @Nullable
    EnhancedStatus status() {
        return status;
    }

    @Nullable
    Ranked best() {
        return best;
    }

    /** Takes the first of the candidates, which come in order, that holds and is better than what there is. */
    void offer(Ranked[] candidates) {
        for (Ranked candidate : candidates) {
            if (best != null && best.rank() <= candidate.rank()) {
                return;
            }
            if (holds(candidate)) {
                best = candidate;
                return;
            }
        }
    }

    private boolean holds(Ranked candidate) {
        Rule rule = candidate.entry().rule();
        return rule.codes().matches(code, replyClass)
                && holds(candidate.entry().status())
                && holdsInPhase(rule)
                && (mayConcernRecipient
                        || rule.users()
                        || !rule.verdict().reason().suppress())
                && places.contains(candidate.place());
    }

    private boolean holdsInPhase(Rule rule) {
        return rule.phases().isEmpty()
                ? !closes
                        || rule.users()
                        || (rule.phrases().isEmpty() && rule.statuses().isEmpty())
                : phase != null && rule.phases().contains(phase);
    }

    private boolean holds(@Nullable StatusPattern pattern) {
        return pattern == null
                || (status != null
                        && (pattern.key() == StatusPattern.exactKey(status)
                                || pattern.key() == StatusPattern.anyClassKey(status)));
    }
}

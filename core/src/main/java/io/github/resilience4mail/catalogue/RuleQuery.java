/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.catalogue.RuleIndex.Place;
import io.github.resilience4mail.catalogue.RuleIndex.Ranked;
import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
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

    private final int code;
    private final int replyClass;
    private final @Nullable EnhancedStatus status;
    private final @Nullable SmtpPhase phase;
    private final boolean mayConcernRecipient;
    /** The reply to RSET or QUIT is about no message, whatever its words are. */
    private final boolean closes;

    private final List<Place> places = new ArrayList<>(4);
    private @Nullable Ranked best;

    RuleQuery(SmtpReply reply, @Nullable SmtpPhase phase, Place anywhere) {
        code = reply.code();
        status = reply.status();
        replyClass = replyClass(reply);
        this.phase = phase;
        mayConcernRecipient = phase == null || !WITHOUT_RECIPIENT.contains(phase);
        closes = phase == SmtpPhase.RSET || phase == SmtpPhase.QUIT;
        places.add(anywhere);
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

    /** Where the reply comes from, "anywhere" included. */
    List<Place> places() {
        return places;
    }

    void add(List<Place> more) {
        if (!more.isEmpty()) {
            places.addAll(more);
        }
    }

    @Nullable
    Rule best() {
        return best == null ? null : best.entry().rule();
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
                && (mayConcernRecipient || !rule.verdict().suppress())
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

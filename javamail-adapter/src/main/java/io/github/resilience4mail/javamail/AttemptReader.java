/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.javamail.Dialogue.Exchange;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the dialogue of one attempt what each recipient got. What Angus threw is asked only where the server said
 * nothing: its exceptions mix up addresses and lose replies.
 */
final class AttemptReader {

    private final Dialogue dialogue;
    private final FailureTranslator translator;
    private final @Nullable Exception thrown;
    private final @Nullable IOException socketFailure;

    AttemptReader(
            Dialogue dialogue,
            FailureTranslator translator,
            @Nullable Exception thrown,
            @Nullable IOException socketFailure) {
        this.dialogue = dialogue;
        this.translator = translator;
        this.thrown = thrown;
        this.socketFailure = socketFailure;
    }

    /** Whether the connection had died before this message: it has nothing to do with it. */
    boolean foundStaleConnection() {
        Optional<Exchange> end = dialogue.end();
        return end.map(e -> e.phase() == SmtpPhase.MAIL && (e.isLost() || e.isFarewell()))
                .orElse(wasClosed());
    }

    /** Whether there was no connection, or it had to be ended: something else was ahead on it than what was sent. */
    private boolean wasClosed() {
        return thrown instanceof ListeningSmtpTransport.ConnectionClosedException
                || thrown instanceof Pipeline.BrokenOffException;
    }

    /** Whether what the server says next on this connection could be an answer to something else. */
    boolean leavesConnectionUnusable() {
        Optional<Exchange> end = dialogue.end();
        return socketFailure != null
                // Angus does not end the transaction that it has begun
                || dialogue.unsendableAt() != null
                || dialogue.hasLost()
                // a transaction that could not be left would be in the way of the next one
                || dialogue.hasRefused(SmtpPhase.RSET)
                || end.filter(Exchange::isFarewell).isPresent()
                || end.filter(e -> e.isRefusal() && concernsConnection(e)).isPresent();
    }

    private boolean concernsConnection(Exchange exchange) {
        SmtpReply reply = exchange.reply();
        return reply != null && translator.verdict(reply, exchange.phase()).scope() == Scope.CONNECTION;
    }

    /** A result for each recipient, in the order in which they were sent to. */
    Map<String, AttemptResult> results(List<String> recipients, PartialSending partialSending) {
        List<Exchange> answers = dialogue.in(SmtpPhase.RCPT);
        AttemptResult shared = shared(partialSending);
        Map<String, AttemptResult> results = new LinkedHashMap<>();
        for (int i = 0; i < recipients.size(); i++) {
            SmtpReply own = i < answers.size() ? answers.get(i).reply() : null;
            results.put(recipients.get(i), own == null || own.isCompletion() ? shared : refusal(SmtpPhase.RCPT, own));
        }
        return results;
    }

    private AttemptResult refusal(SmtpPhase phase, SmtpReply reply) {
        return AttemptResult.refused(phase, reply, translator.verdict(reply, phase));
    }

    /** What those got who were not refused by themselves. */
    private AttemptResult shared(PartialSending partialSending) {
        if (dialogue.isDotSent()) {
            return afterDot();
        }
        Exchange end = dialogue.end().orElse(null);
        if (thrown instanceof ListeningSmtpTransport.MessageUnwritableException) {
            return AttemptResult.refused(phaseOfOwnFault(end), null, Verdict.of(Reason.MESSAGE_UNREADABLE));
        }
        if (end != null && end.isLost()) {
            return AttemptResult.refused(end.phase(), null, translator.verdict(end, causeOfLoss()));
        }
        SmtpReply last = end == null ? null : end.reply();
        if (end != null && last != null && end.isRefusal() && endsTransaction(end, last)) {
            return refusal(end.phase(), last);
        }
        SmtpPhase phase = phaseOfOwnFault(end);
        if (socketFailure != null || wasClosed()) {
            return AttemptResult.refused(phase, null, translator.verdict(end, socketFailure));
        }
        if (phase == SmtpPhase.RCPT
                && partialSending == PartialSending.FORBIDDEN
                && dialogue.hasRefused(SmtpPhase.RCPT)) {
            return AttemptResult.refused(SmtpPhase.RCPT, null, Verdict.of(Reason.HELD_BY_OTHERS));
        }
        return AttemptResult.refused(phase, null, Verdict.of(ownFault(phase)));
    }

    /** A refused recipient does not stop the others, unless the server said goodbye or broke the protocol. */
    private static boolean endsTransaction(Exchange end, SmtpReply reply) {
        return end.phase() != SmtpPhase.RCPT || end.isFarewell() || reply.isPositive();
    }

    /** What went wrong on this side, if it did; the server's words are in none of it. */
    @Nullable
    Throwable ownFault() {
        if (thrown instanceof ListeningSmtpTransport.MessageUnwritableException) {
            return thrown.getCause();
        }
        boolean serversFault = socketFailure != null || dialogue.hasLost() || wasClosed() || dialogue.isDotSent();
        boolean refused = dialogue.end().filter(Exchange::isRefusal).isPresent();
        return serversFault || refused || thrown == null ? null : thrown.getCause();
    }

    /** What was being done when this side stopped; the clean-up that followed does not count. */
    private SmtpPhase phaseOfOwnFault(@Nullable Exchange end) {
        SmtpPhase unsendable = dialogue.unsendableAt();
        if (unsendable != null) {
            return unsendable;
        }
        return end == null ? SmtpPhase.MAIL : end.phase();
    }

    private @Nullable Throwable causeOfLoss() {
        return socketFailure != null ? socketFailure : thrown;
    }

    private AttemptResult afterDot() {
        SmtpReply reply =
                dialogue.last(SmtpPhase.END_OF_DATA).map(Exchange::reply).orElse(null);
        if (reply == null) {
            return AttemptResult.unknown(translator.verdict((Exchange) null, causeOfLoss()));
        }
        return reply.isCompletion() ? AttemptResult.accepted(reply) : refusal(SmtpPhase.END_OF_DATA, reply);
    }

    /** The server said nothing wrong and the connection held: it went wrong on this side. */
    private Reason ownFault(SmtpPhase phase) {
        if (dialogue.unsendableAt() != null) {
            // the addresses have been looked at before: it is one of the options that go with them
            return Reason.SYNTAX_ERROR;
        }
        return phase == SmtpPhase.MAIL ? Reason.SENDER_REJECTED : Reason.MESSAGE_UNREADABLE;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/** The dialogue cannot go on as it should. */
final class FailedException extends Exception {

    private static final long serialVersionUID = 1L;

    final transient SmtpPhase phase;
    final transient @Nullable SmtpReply reply;
    final transient Verdict verdict;

    FailedException(SmtpPhase phase, @Nullable SmtpReply reply, Verdict verdict) {
        super(phase + ": " + reply);
        this.phase = phase;
        this.reply = reply;
        this.verdict = verdict;
    }

    static FailedException refused(SmtpPhase phase, SmtpReply reply) {
        return new FailedException(phase, reply, verdict(phase, reply));
    }

    static FailedException lost(SmtpPhase phase) {
        return new FailedException(phase, null, Verdict.of(Reason.CONNECTION_LOST));
    }

    /** A positive reply out of place has no verdict in the catalogue: the two sides no longer understand each other. */
    static Verdict verdict(SmtpPhase phase, SmtpReply reply) {
        return ReplyCatalogue.standard()
                .classify(reply, phase, "127.0.0.1")
                .orElseGet(() -> Verdict.of(Reason.CONNECTION_LOST));
    }

    boolean endsConnection() {
        return reply == null || reply.code() == 421 || verdict.scope() == Scope.CONNECTION;
    }

    AttemptResult result() {
        return AttemptResult.refused(phase, reply, verdict);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one attempt brought for one recipient. Immutable. */
public final class AttemptResult {

    private final Acceptance acceptance;
    private final SmtpPhase phase;
    private final @Nullable SmtpReply reply;
    private final @Nullable Verdict verdict;

    private AttemptResult(
            Acceptance acceptance, SmtpPhase phase, @Nullable SmtpReply reply, @Nullable Verdict verdict) {
        this.acceptance = acceptance;
        this.phase = phase;
        this.reply = reply;
        this.verdict = verdict;
    }

    /**
     * The server accepted the message for the recipient.
     *
     * @param reply its final reply
     * @return the result
     */
    public static AttemptResult accepted(SmtpReply reply) {
        return new AttemptResult(Acceptance.YES, SmtpPhase.END_OF_DATA, reply, null);
    }

    /**
     * The message was not accepted for the recipient, and that is certain.
     *
     * @param phase where it failed
     * @param reply what the server said, or null if it said nothing
     * @param verdict what that means
     * @return the result
     */
    public static AttemptResult refused(SmtpPhase phase, @Nullable SmtpReply reply, Verdict verdict) {
        return new AttemptResult(Acceptance.NO, phase, reply, Objects.requireNonNull(verdict, "verdict"));
    }

    /**
     * The final dot may have been seen, its reply was not.
     *
     * @param verdict what broke, for example the connection
     * @return the result
     */
    public static AttemptResult unknown(Verdict verdict) {
        return new AttemptResult(
                Acceptance.UNKNOWN, SmtpPhase.END_OF_DATA, null, Objects.requireNonNull(verdict, "verdict"));
    }

    /** {@return whether the server has taken responsibility} */
    public Acceptance acceptance() {
        return acceptance;
    }

    /** {@return where in the dialogue it was decided} */
    public SmtpPhase phase() {
        return phase;
    }

    /** {@return what the server said, or empty if it said nothing} */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(reply);
    }

    /** {@return what the failure means; empty if the message was accepted} */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    @Override
    public String toString() {
        return acceptance + " at " + phase + (reply == null ? "" : ": " + reply)
                + (verdict == null ? "" : ", " + verdict);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a failure to connect: where it happened, what the server said and what it means. Immutable.
 *
 * <p>The exceptions themselves are of Jakarta Mail's types, so that old catch blocks keep working:
 *
 * <pre>{@code
 * catch (MessagingException e) {
 *     MailFailure.of(e).ifPresent(failure -> log(failure.verdict()));
 * }
 * }</pre>
 */
public final class MailFailure {

    private static final int MAX_DEPTH = 20;

    private final Verdict verdict;
    private final SmtpPhase phase;
    private final @Nullable SmtpReply reply;

    private final @Nullable Instant retryAt;

    MailFailure(Verdict verdict, SmtpPhase phase, @Nullable SmtpReply reply, @Nullable Instant retryAt) {
        this.verdict = verdict;
        this.phase = phase;
        this.reply = reply;
        this.retryAt = retryAt;
    }

    /** An exception that knows. Java serialization makes it forget. */
    interface Carrier {
        @Nullable
        MailFailure mailFailure();
    }

    /**
     * Finds the failure behind an exception.
     *
     * @param thrown any exception, or null
     * @return the first failure in its chain of causes, or empty if there is none
     */
    public static Optional<MailFailure> of(@Nullable Throwable thrown) {
        Throwable t = thrown;
        for (int depth = 0; t != null && depth < MAX_DEPTH; depth++) {
            if (t instanceof Carrier carrier) {
                return Optional.ofNullable(carrier.mailFailure());
            }
            t = t.getCause();
        }
        return Optional.empty();
    }

    /** {@return what it means and what to do} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return where in the dialogue it happened} */
    public SmtpPhase phase() {
        return phase;
    }

    /** {@return what the server said, or empty if it said nothing} */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(reply);
    }

    /** {@return when another attempt makes sense; empty if none does before something is changed} */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    @Override
    public String toString() {
        return verdict + " at " + phase + (reply == null ? "" : ": " + reply);
    }
}

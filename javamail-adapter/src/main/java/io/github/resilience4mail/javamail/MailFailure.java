/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an exception of ours knows about a failure to connect. The exceptions themselves are of Jakarta Mail's types, so
 * that old catch blocks keep working:
 *
 * <pre>{@code
 * catch (MessagingException e) {
 *     MailFailure.of(e).ifPresent(failure -> log(failure.verdict()));
 * }
 * }</pre>
 */
public interface MailFailure {

    /** {@return what it means and what to do} */
    Verdict verdict();

    /** {@return where in the dialogue it happened} */
    SmtpPhase phase();

    /** {@return what the server said, or empty if it said nothing} */
    Optional<SmtpReply> reply();

    /**
     * Finds the failure behind an exception.
     *
     * @param thrown any exception, or null
     * @return the first failure in its chain of causes, or empty if there is none
     */
    static Optional<MailFailure> of(@Nullable Throwable thrown) {
        Throwable t = thrown;
        for (int depth = 0; t != null && depth < 20; depth++) {
            if (t instanceof MailFailure failure) {
                return Optional.of(failure);
            }
            t = t.getCause();
        }
        return Optional.empty();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import org.jspecify.annotations.Nullable;

/**
 * One thing that the server does wrong.
 *
 * @param phase where
 * @param nth which event of the phase in each connection it concerns, from 1: EHLO comes a second time after STARTTLS
 * @param recipient for RCPT, whose; null for everybody's
 * @param perAttempt how often it happens in one attempt: HELO follows a refused EHLO
 * @param action what the server does
 */
record Fault(SmtpPhase phase, int nth, @Nullable String recipient, int perAttempt, Action action) {

    /** For how long it goes wrong. */
    enum Course {
        /** It does not pass, and one attempt is made. */
        LASTING,
        /** It happens in the first attempt only, and the caller waits for half a minute. */
        PASSING,
        /** A first message goes through; then the connection is lost, and the fault meets the one that replaces it. */
        ON_RECONNECT
    }

    /**
     * When it happens.
     *
     * @param healthy how many events of the phase a connection has in which nothing goes wrong
     */
    Occurrence occurrence(Course course, int healthy) {
        Occurrence times =
                switch (course) {
                    case LASTING -> nth == 1 ? Occurrence.every() : Occurrence.everyNth(nth);
                    case PASSING -> nth == 1 ? Occurrence.upTo(perAttempt) : Occurrence.nth(nth);
                    case ON_RECONNECT -> Occurrence.from(healthy + nth);
                };
        return recipient == null ? times : times.to(recipient);
    }
}

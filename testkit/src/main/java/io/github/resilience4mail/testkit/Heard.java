/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Instant;
import java.util.List;

/**
 * Something that the server had to answer: a connection, a command, the end of a message.
 *
 * @param connection on which connection, counted from 1 in the order they were taken
 * @param phase what it was
 * @param recipients whom it concerned: the one that RCPT named, those who get the message at DATA and END_OF_DATA, else
 *     nobody
 * @param at when, by the server's timekeeper
 */
public record Heard(int connection, SmtpPhase phase, List<String> recipients, Instant at) {

    /**
     * Copies the list.
     *
     * @param connection on which connection
     * @param phase what it was
     * @param recipients whom it concerned
     * @param at when
     */
    public Heard {
        recipients = List.copyOf(recipients);
    }
}

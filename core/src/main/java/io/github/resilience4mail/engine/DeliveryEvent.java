/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened on the way of a message, for a {@link DeliveryListener}. Immutable. It never holds a body or a
 * credential; replies are the servers' own words, and hostile until made printable by their {@code toString}.
 */
public sealed interface DeliveryEvent {

    /** {@return the name of the retry in resilience4j's registry that it belongs to, such as mail-smtp.example.net:587} */
    String name();

    /** {@return when it happened} */
    Instant at();

    /**
     * An attempt begins: a connection is used, or made, for a message.
     *
     * @param name the name of the retry
     * @param at when
     * @param messageId the Message-ID in its brackets, or empty
     * @param recipients those who are due
     */
    record AttemptBegun(String name, Instant at, String messageId, List<String> recipients) implements DeliveryEvent {
        /**
         * Copies the recipients.
         *
         * @param name the name of the retry
         * @param at when
         * @param messageId the Message-ID in its brackets, or empty
         * @param recipients those who are due
         */
        public AttemptBegun {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * An attempt has ended, well or not.
     *
     * @param name the name of the retry
     * @param at when
     * @param messageId the Message-ID in its brackets, or empty
     * @param took how long it took
     * @param results what it brought, by recipient
     */
    record AttemptEnded(String name, Instant at, String messageId, Duration took, Map<String, AttemptResult> results)
            implements DeliveryEvent {
        /**
         * Copies the results.
         *
         * @param name the name of the retry
         * @param at when
         * @param messageId the Message-ID in its brackets, or empty
         * @param took how long it took
         * @param results what it brought, by recipient
         */
        public AttemptEnded {
            results = Map.copyOf(results);
        }
    }

    /**
     * Somebody is still open after an attempt, and another one is planned.
     *
     * @param name the name of the retry
     * @param at when this was decided
     * @param messageId the Message-ID in its brackets, or empty
     * @param retryAt when somebody is due again
     */
    record RetryPlanned(String name, Instant at, String messageId, Instant retryAt) implements DeliveryEvent {}

    /**
     * A recipient has its outcome; others of the same message may still wait.
     *
     * @param name the name of the retry
     * @param at when
     * @param messageId the Message-ID in its brackets, or empty
     * @param recipient how it ended
     */
    record RecipientSettled(String name, Instant at, String messageId, RecipientReport recipient)
            implements DeliveryEvent {}

    /**
     * Every recipient of a message has its outcome.
     *
     * @param name the name of the retry
     * @param at when
     * @param report how it ended
     */
    record DeliveryEnded(String name, Instant at, DeliveryReport report) implements DeliveryEvent {}

    /**
     * A connection could not be made by {@code connect}, which knows no message. Within the sending of a message this is
     * an attempt that has ended.
     *
     * @param name the name of the retry
     * @param at when
     * @param phase where it failed
     * @param reply what the server said, or null if it said nothing
     * @param verdict what that means
     * @param retryAt when it is tried again, or null if not by this call
     */
    record ConnectFailed(
            String name,
            Instant at,
            SmtpPhase phase,
            @Nullable SmtpReply reply,
            Verdict verdict,
            @Nullable Instant retryAt)
            implements DeliveryEvent {

        /** {@return what the server said, or empty if it said nothing} */
        public Optional<SmtpReply> said() {
            return Optional.ofNullable(reply);
        }
    }

    /**
     * A login was refused: no other is tried with this account for a while.
     *
     * @param name the name of the retry
     * @param at when
     * @param user the user's name
     * @param verdict what that means
     * @param until the end of the cool-down
     */
    record LoginRefused(String name, Instant at, String user, Verdict verdict, Instant until)
            implements DeliveryEvent {}

    /**
     * A connection did not end in good order, after all was done. Nothing depends on it.
     *
     * @param name the name of the retry
     * @param at when
     * @param cause what went wrong, on one printable line
     */
    record CloseFailed(String name, Instant at, String cause) implements DeliveryEvent {}
}

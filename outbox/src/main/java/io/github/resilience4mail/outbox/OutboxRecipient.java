/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A recipient in the outbox, as its row stands. Immutable.
 *
 * @param id its number
 * @param messageId the Message-ID, in its brackets
 * @param address whom to
 * @param destination by what it is throttled
 * @param priority a higher one goes first
 * @param state where it stands
 * @param dueAt when it is worth an attempt
 * @param createdAt when it was enqueued
 * @param attempts how many were made
 * @param possibleDuplicate whether an earlier attempt may have been accepted too
 * @param phase where the last attempt was decided, or null
 * @param reply what the server said last, printable, or null
 * @param decision what followed from the last failure, or null
 * @param reason why, or null
 * @param rule which rule said so, or null
 * @param settledAt when it had its outcome, or null
 */
public record OutboxRecipient(
        long id,
        String messageId,
        String address,
        String destination,
        int priority,
        OutboxState state,
        Instant dueAt,
        Instant createdAt,
        int attempts,
        boolean possibleDuplicate,
        @Nullable String phase,
        @Nullable String reply,
        @Nullable String decision,
        @Nullable String reason,
        @Nullable String rule,
        @Nullable Instant settledAt) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that did not end with an acceptance. Immutable.
 *
 * @param attempt its number, from 1
 * @param at when it ended
 * @param acceptance NO or UNKNOWN
 * @param phase where it was decided
 * @param reply what the server said, printable, or null
 * @param decision what followed
 * @param reason why
 * @param rule which rule said so
 */
public record OutboxAttempt(
        int attempt,
        Instant at,
        String acceptance,
        String phase,
        @Nullable String reply,
        String decision,
        String reason,
        String rule) {}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that did not end with an acceptance, or whose message came back. Immutable.
 *
 * @param attempt its number, from 1
 * @param at when it ended, or when its bounce was read
 * @param acceptance NO or UNKNOWN; YES for one that was accepted and came back later, in the phase BOUNCE
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;

/**
 * How one recipient ended, as the client was told.
 *
 * @param messageId of their message
 * @param recipient the address
 * @param outcome how it ended
 * @param possibleDuplicate whether the client says that it may have been delivered twice
 */
record Ending(String messageId, String recipient, Outcome outcome, boolean possibleDuplicate) {}

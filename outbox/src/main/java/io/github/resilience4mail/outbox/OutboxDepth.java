/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;

/**
 * How many recipients of a destination are in a state. Immutable.
 *
 * @param destination which
 * @param state which
 * @param recipients how many
 * @param oldest when the first of them was enqueued
 */
public record OutboxDepth(String destination, OutboxState state, long recipients, Instant oldest) {}

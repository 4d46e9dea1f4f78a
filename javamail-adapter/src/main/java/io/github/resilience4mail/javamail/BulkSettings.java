/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.time.Duration;

/**
 * How a bulk sender is set up.
 *
 * @param bounds of each destination
 * @param lanesInAll how many connections at once
 * @param idle how long one is kept without work
 * @param queue how many messages may be taken in and not ended
 */
record BulkSettings(Destination.Bounds bounds, int lanesInAll, Duration idle, int queue) {}

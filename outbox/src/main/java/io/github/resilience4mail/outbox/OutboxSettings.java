/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.throttle.LaneSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an outbox is set up.
 *
 * @param limits of each destination, its lanes in the whole cluster among them
 * @param throttleKey what slows down as one
 * @param policy when to try again
 * @param batch how many recipients a lane claims at once
 * @param threads how many lanes this machine runs
 * @param heartbeat how often this machine says that it is alive; after four that are missing it counts as dead
 * @param sweep how often somebody looks for work that nobody was told of
 * @param idle how long a lane keeps its connection without work
 * @param delayWarning after which wait a recipient is reported as delayed
 * @param retention how long an outcome is kept, or null for ever
 * @param maxMessageBytes how large a message may be
 */
record OutboxSettings(
        LaneSettings limits,
        ThrottleKey throttleKey,
        MailRetryPolicy policy,
        int batch,
        int threads,
        Duration heartbeat,
        Duration sweep,
        Duration idle,
        Duration delayWarning,
        @Nullable Duration retention,
        int maxMessageBytes) {}

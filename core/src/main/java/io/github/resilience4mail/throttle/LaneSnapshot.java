/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How one destination stands at one instant: for displays and metrics. Immutable.
 *
 * @param destination what it is called: a recipient's domain, or the account's server
 * @param openLanes how many lanes are open
 * @param laneLimit how many may be, 1 or more
 * @param pace the most messages per second that it takes, on average, as far as a limit is known
 * @param pausedUntil until when it is left alone, if it is
 * @param delivered how many messages it has accepted, since its state began
 * @param refusals how many times it has refused for now, connections included; greylisting is not counted
 * @param sessionCap how many messages one connection carries, if the server has set a limit
 */
public record LaneSnapshot(
        String destination,
        int openLanes,
        int laneLimit,
        OptionalDouble pace,
        Optional<Instant> pausedUntil,
        long delivered,
        long refusals,
        OptionalInt sessionCap) {}

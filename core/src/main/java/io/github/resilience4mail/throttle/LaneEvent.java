/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.time.Instant;

/**
 * What happened at one destination: all that a {@link LaneLimit} learns from. Immutable.
 *
 * <p>A <em>level</em> is how many connections were known to be good, the one in question included: those that are still
 * being made prove nothing.
 */
public sealed interface LaneEvent {

    /** A connection has ended, whoever ended it. */
    record Disconnected() implements LaneEvent {}

    /** A message begins: its place in the server's windows of time is taken, however it ends. */
    record Started() implements LaneEvent {}

    /**
     * A message was accepted, for one of its recipients at least.
     *
     * @param level how many connections were known to be good, this one included
     * @param startedAt when the message began
     */
    record Accepted(int level, Instant startedAt) implements LaneEvent {}

    /**
     * The server refused a connection, a message or all of its recipients, for now.
     *
     * @param phase where in the dialogue
     * @param verdict what the refusal means
     * @param level how many connections were known to be good, plus the refused one
     * @param startedAt when the message, or the connection, began
     * @param onConnection how many messages the connection had carried before
     */
    record Refused(SmtpPhase phase, Verdict verdict, int level, Instant startedAt, int onConnection)
            implements LaneEvent {}

    /**
     * A recipient was greylisted: this one has to wait, the destination has not.
     *
     * @param firstSeen when the recipient was first refused so; the present, if it was just now
     */
    record Greylisted(Instant firstSeen) implements LaneEvent {}

    /**
     * A recipient who had been greylisted was accepted.
     *
     * @param waited since it was first refused
     */
    record GreylistPassed(Duration waited) implements LaneEvent {}
}

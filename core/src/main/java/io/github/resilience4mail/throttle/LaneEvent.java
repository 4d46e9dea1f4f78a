/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.time.Instant;

/**
 * What happened at one destination: all that a {@link LaneLimit} learns from. Immutable.
 *
 * <p>A <em>level</em> is how many connections there were, the one in question included. For an answer to a message those
 * count that are known to be good; for a connection those that were begun before it; for a message refused after
 * its final dot those that are carrying one.
 */
public sealed interface LaneEvent {

    /**
     * A connection was made, and its greeting was kind.
     *
     * @param level how many connections there were, this one included
     * @param startedAt when it was begun
     */
    record Connected(int level, Instant startedAt) implements LaneEvent {}

    /** A connection has ended, whoever ended it. */
    record Disconnected() implements LaneEvent {}

    /**
     * A message begins: its place in the server's windows of time is taken, however it ends. One of {@link Accepted},
     * {@link Refused} and {@link Ended} follows.
     */
    record Started() implements LaneEvent {}

    /**
     * A message was accepted, for one of its recipients at least.
     *
     * @param level how many connections there were, this one included
     * @param startedAt when the message began
     */
    record Accepted(int level, Instant startedAt) implements LaneEvent {}

    /**
     * A message ended in a way that is about itself or its recipients: nobody was there, all were greylisted, the
     * content was not wanted.
     *
     * @param level how many connections there were, this one included
     * @param startedAt when the message began
     */
    record Ended(int level, Instant startedAt) implements LaneEvent {}

    /**
     * The server refused a connection, a message or all of its recipients, for now.
     *
     * @param phase where in the dialogue
     * @param verdict what the refusal means
     * @param level how many connections there were, the refused one included
     * @param startedAt when the message, or the connection, began
     * @param onConnection how many messages the connection had carried before
     */
    record Refused(SmtpPhase phase, Verdict verdict, int level, Instant startedAt, int onConnection)
            implements LaneEvent {}

    /**
     * A recipient was greylisted: this one has to wait, the destination has not.
     *
     * @param waited since the recipient was first refused so; zero if that was just now
     */
    record Greylisted(Duration waited) implements LaneEvent {}

    /**
     * A recipient who had been greylisted is sent to again.
     *
     * @param waited since it was first refused
     */
    record GreylistTried(Duration waited) implements LaneEvent {}

    /**
     * A recipient who had been greylisted was accepted.
     *
     * @param waited from its first refusal to when the accepted message began
     */
    record GreylistPassed(Duration waited) implements LaneEvent {}
}

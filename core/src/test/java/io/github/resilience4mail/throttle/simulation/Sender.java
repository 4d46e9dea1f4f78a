/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.smtp.SmtpPhase;
import org.jspecify.annotations.Nullable;

/** Decides what a simulated client does. Times are microseconds. Not thread-safe. */
interface Sender {

    /** The message is not tried again. */
    long LOST = -1;

    /** The message keeps its place at the head of the line. */
    long KEEPS_ITS_PLACE = 0;

    /** The message waits until others have shown how long the greylisting takes. */
    long UNTIL_GREYLISTING_ENDS = -2;

    /**
     * A refusal.
     *
     * @param phase where
     * @param reason why
     * @param level how many connections were known to be good, plus this one
     * @param startedAt when the message began
     * @param onConnection how many messages the connection had carried
     * @param attempts how many times this message has been tried, this one included
     * @param firstTriedAt when it was tried first
     */
    record Refusal(
            SmtpPhase phase,
            Reason reason,
            int level,
            long startedAt,
            int onConnection,
            int attempts,
            long firstTriedAt) {}

    /**
     * An acceptance.
     *
     * @param level how many connections were known to be good, this one included
     * @param startedAt when the message began
     * @param firstTriedAt when it was tried first
     * @param waitedFor why it had been told to wait, or null
     */
    record Acceptance(int level, long startedAt, long firstTriedAt, @Nullable Reason waitedFor) {}

    /** How many lanes may be open. */
    int lanes(long now);

    /** When the next connection may be made. */
    default long nextConnect(long now) {
        return now;
    }

    /** Whether a connection is made only when the one before has been greeted. */
    default boolean connectsOneByOne() {
        return false;
    }

    /** When the next message may begin. */
    default long nextStart(long now) {
        return now;
    }

    /** A message begins for the first time, or again. */
    default void started(long now) {}

    /** A message begins that was told to wait. */
    default void startedAgain(Reason why, long firstTriedAt, long now) {}

    /** After how many messages a connection is replaced. */
    default int messagesPerConnection() {
        return 100;
    }

    void accepted(Acceptance acceptance, long now);

    /** Learns, and says how long the message waits. */
    long refused(Refusal refusal, long now);

    default void connected(int level, long startedAt, long now) {}

    default void disconnected(long now) {}

    /** When a message is due that was greylisted when it was tried first. */
    default long greylistDue(long firstTriedAt) {
        return firstTriedAt + 300 * Limits.SECOND;
    }
}

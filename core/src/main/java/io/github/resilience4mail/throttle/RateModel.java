/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.OptionalDouble;

/**
 * What is believed of how a destination counts messages. Immutable; times are milliseconds of the epoch. Only refusals
 * because of the number of messages are told here.
 */
sealed interface RateModel permits UnlimitedRate, RateSearch, WindowRate, PacedRate {

    /** When the next message may begin; in the past if at once. */
    long nextStart(Sends sends, long now);

    /** A message begins; the sends have it already. */
    default RateModel started(Sends sends, long now) {
        return this;
    }

    /** A message was accepted that began then. */
    default RateModel accepted(Sends sends, long startedAt, long now) {
        return this;
    }

    /** A message that began then has ended in a way that tells nothing of limits. */
    default RateModel ended(long startedAt) {
        return this;
    }

    /** A message was refused that began then; the sends have it already. */
    RateModel refused(Sends sends, long startedAt, long now);

    /** The average of messages per second that it allows. */
    default OptionalDouble pace() {
        return OptionalDouble.empty();
    }

    /** Whether a limit is known or looked for: then more lanes would gain nothing. */
    default boolean isLimited() {
        return true;
    }

    void write(StateWriter out);

    /** What one of them wrote. */
    static RateModel read(StateReader in) {
        return switch (in.number(0, 3)) {
            case UnlimitedRate.KIND -> new UnlimitedRate();
            case RateSearch.KIND -> RateSearch.read(in);
            case WindowRate.KIND -> WindowRate.read(in);
            default -> PacedRate.read(in);
        };
    }
}

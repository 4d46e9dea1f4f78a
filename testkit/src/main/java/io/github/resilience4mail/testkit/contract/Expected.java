/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario has to end for one recipient.
 *
 * @param outcome how
 * @param reason the cause of the last failure, or null if any will do
 * @param attempts how many, or null if the host's count depends on who makes the connection
 * @param copies how many the server has accepted
 * @param possibleDuplicate whether the host has to say so
 * @param again how long after the last try another one makes sense, or null if that is of no interest
 */
record Expected(
        Outcome outcome,
        @Nullable Reason reason,
        @Nullable Integer attempts,
        int copies,
        boolean possibleDuplicate,
        @Nullable Span again) {

    static Expected delivered() {
        return new Expected(Outcome.DELIVERED, null, null, 1, false, null);
    }

    /** Delivered after an attempt of which nobody can say whether it was accepted. */
    static Expected deliveredPerhapsTwice(int copies) {
        return new Expected(Outcome.DELIVERED, null, null, copies, true, null);
    }

    static Expected deferred(Reason reason) {
        return new Expected(Outcome.DEFERRED, reason, null, 0, false, null);
    }

    static Expected givenUp(Reason reason) {
        return new Expected(Outcome.GIVEN_UP, reason, null, 0, false, null);
    }

    static Expected fixConfig(Reason reason) {
        return new Expected(Outcome.FIX_CONFIG, reason, null, 0, false, null);
    }

    static Expected unknown(int copies) {
        return new Expected(Outcome.UNKNOWN, null, null, copies, false, null);
    }

    Expected attempts(int count) {
        return new Expected(outcome, reason, count, copies, possibleDuplicate, again);
    }

    /** Says when another attempt makes sense, counted from the last try. */
    Expected again(Span afterLastTry) {
        return new Expected(outcome, reason, attempts, copies, possibleDuplicate, afterLastTry);
    }
}

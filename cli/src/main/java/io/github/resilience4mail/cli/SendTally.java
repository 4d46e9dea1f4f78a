/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.engine.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** Adds up how it ended. Not thread-safe. */
final class SendTally {

    private final Map<Outcome, Long> endings = new EnumMap<>(Outcome.class);
    private long attempts;

    void add(Ending ending) {
        endings.merge(ending.outcome(), 1L, Long::sum);
        attempts += ending.attempts();
    }

    long count(Outcome outcome) {
        return endings.getOrDefault(outcome, 0L);
    }

    /** The sum of all recipients' attempts. */
    long attempts() {
        return attempts;
    }

    /** The gravest of it. */
    int exitCode() {
        if (count(Outcome.FIX_CONFIG) > 0) {
            return ExitCode.FIX_CONFIG;
        }
        if (count(Outcome.GIVEN_UP) > 0) {
            return ExitCode.GIVEN_UP;
        }
        return count(Outcome.DEFERRED) + count(Outcome.UNKNOWN) > 0 ? ExitCode.LATER : ExitCode.OK;
    }
}

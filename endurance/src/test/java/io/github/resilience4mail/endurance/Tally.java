/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.engine.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts, and keeps nothing else. Thread-safe. */
final class Tally implements Host.Register {

    private final AtomicInteger letters = new AtomicInteger();
    private final Map<Outcome, Integer> recipients = new EnumMap<>(Outcome.class);

    /** The next letter. */
    Letter next() {
        return Letter.of(letters.incrementAndGet(), 1);
    }

    int letters() {
        return letters.get();
    }

    @Override
    public void ended(Ending ending) {
        synchronized (recipients) {
            recipients.merge(ending.outcome(), 1, Integer::sum);
        }
    }

    int count(Outcome outcome) {
        synchronized (recipients) {
            return recipients.getOrDefault(outcome, 0);
        }
    }

    @Override
    public String toString() {
        synchronized (recipients) {
            return letters + " letters, recipients " + recipients;
        }
    }
}

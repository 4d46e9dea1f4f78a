/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryListener;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what the attempts bring that it is told of, by domain: greylisting too, which no throttle counts. Thread-safe. */
final class AttemptCounter implements DeliveryListener {

    private final Map<String, LaneFigures> domains = new LinkedHashMap<>();

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof AttemptEnded ended) {
            ended.results().forEach((recipient, result) -> count(recipient, of(result)));
        } else if (event instanceof RecipientSettled settled) {
            count(settled.recipient().recipient(), LaneFigures.counts(0, 0, 1));
        }
    }

    private static LaneFigures of(AttemptResult result) {
        return LaneFigures.counts(
                result.acceptance() == Acceptance.YES ? 1 : 0, result.acceptance() == Acceptance.NO ? 1 : 0, 0);
    }

    private synchronized void count(String recipient, LaneFigures more) {
        domains.merge(Audience.domainOf(recipient), more, LaneFigures::plus);
    }

    /** What has been counted so far; of lanes it knows nothing. */
    synchronized Map<String, LaneFigures> read() {
        return new LinkedHashMap<>(domains);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How a run of many messages ended. Immutable. */
public final class BulkReport {

    private final Map<Outcome, Integer> recipients;
    private final List<RecipientReport> notDelivered;
    private final int messages;
    private final long attempts;
    private final long throttled;
    private final int connections;
    private final Duration elapsed;

    private BulkReport(Collector collector, int connections, Duration elapsed) {
        recipients = new EnumMap<>(collector.recipients);
        notDelivered = List.copyOf(collector.notDelivered);
        messages = collector.messages;
        attempts = collector.attempts;
        throttled = collector.throttled;
        this.connections = connections;
        this.elapsed = elapsed;
    }

    /**
     * Counts.
     *
     * @param outcome how it ended
     * @return how many recipients ended so
     */
    public int count(Outcome outcome) {
        return recipients.getOrDefault(outcome, 0);
    }

    /** {@return how many messages there were} */
    public int messages() {
        return messages;
    }

    /** {@return the sum of all recipients' attempts, throttled ones included} */
    public long attempts() {
        return attempts;
    }

    /** {@return how many attempts were refused because a destination throttles} */
    public long throttledAttempts() {
        return throttled;
    }

    /** {@return how many connections were made, by the sender in all} */
    public int connections() {
        return connections;
    }

    /** {@return how long the run took, on the runtime's clock} */
    public Duration elapsed() {
        return elapsed;
    }

    /** {@return the recipients who were not delivered to, in the order in which they ended} */
    public List<RecipientReport> notDelivered() {
        return notDelivered;
    }

    @Override
    public String toString() {
        return messages + " messages in " + elapsed + ": " + recipients + ", " + attempts + " attempts, " + throttled
                + " of them throttled, " + connections + " connections";
    }

    /** Adds up reports as they come. Thread-safe. */
    static final class Collector {

        private final Map<Outcome, Integer> recipients = new EnumMap<>(Outcome.class);
        private final List<RecipientReport> notDelivered = new ArrayList<>();
        private int messages;
        private long attempts;
        private long throttled;

        synchronized void add(DeliveryReport report) {
            messages++;
            for (RecipientReport recipient : report.recipients()) {
                recipients.merge(recipient.outcome(), 1, Integer::sum);
                attempts += recipient.attempts();
                throttled += recipient.throttledAttempts();
                if (recipient.outcome() != Outcome.DELIVERED) {
                    notDelivered.add(recipient);
                }
            }
        }

        synchronized BulkReport report(int connections, Duration elapsed) {
            return new BulkReport(this, connections, elapsed);
        }
    }
}

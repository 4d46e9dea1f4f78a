/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Everything that is shown while a run goes on. Immutable.
 *
 * @param ended how many have their outcome
 * @param total how many there are
 * @param delivered how many were delivered to
 * @param deferred how many were deferred
 * @param elapsed the reader's time since the beginning
 * @param theirs the same in the time of server and client, which may run faster
 * @param rows the destinations, the biggest first
 */
record Board(
        int ended,
        int total,
        int delivered,
        int deferred,
        Duration elapsed,
        Duration theirs,
        List<DestinationRow> rows) {

    static Board of(Tally tally, Audience audience, History history, Duration elapsed, Duration theirs) {
        List<DestinationRow> rows = new ArrayList<>();
        DomainCount rest = new DomainCount(History.OTHERS);
        rest.add(tally.all());
        int restSize = audience.size();
        for (String name : history.destinations()) {
            boolean others = name.equals(History.OTHERS);
            DomainCount count = others ? rest : tally.of(name);
            int size = others ? restSize : audience.sizeOf(name);
            rows.add(DestinationRow.of(name, history, count, size));
            if (!others) {
                rest.subtract(count);
                restSize -= size;
            }
        }
        return new Board(
                tally.ended(),
                audience.size(),
                tally.of(Outcome.DELIVERED),
                tally.of(Outcome.DEFERRED),
                elapsed,
                theirs,
                rows);
    }

    /** How long the slowest destination will take; empty where one does not move. */
    Optional<Duration> remaining() {
        return rows.stream().allMatch(row -> row.remaining().isPresent())
                ? rows.stream().flatMap(row -> row.remaining().stream()).max(Comparator.naturalOrder())
                : Optional.empty();
    }

    double share() {
        return total == 0 ? 1 : (double) ended / total;
    }
}

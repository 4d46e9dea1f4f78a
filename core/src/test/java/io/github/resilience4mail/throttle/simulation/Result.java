/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.List;

/** How a run went. Times are microseconds. */
record Result(int messages, List<Long> deliveredAt, int refusals, int lost, int attempts) {

    Result {
        deliveredAt = List.copyOf(deliveredAt);
    }

    boolean isComplete() {
        return deliveredAt.size() + lost == messages;
    }

    /** When the last message was accepted, in seconds; infinite if not all were within the time that was simulated. */
    double drain() {
        return isComplete() && !deliveredAt.isEmpty() ? seconds(deliveredAt.size() - 1) : Double.POSITIVE_INFINITY;
    }

    /** When 95 of 100 messages had been accepted, in seconds. */
    double t95() {
        int place = (int) Math.ceil(messages * 0.95) - 1;
        return place < deliveredAt.size() ? seconds(place) : Double.POSITIVE_INFINITY;
    }

    private double seconds(int place) {
        return deliveredAt.get(place) / (double) Limits.SECOND;
    }

    double attemptsPerMessage() {
        return attempts / (double) messages;
    }
}

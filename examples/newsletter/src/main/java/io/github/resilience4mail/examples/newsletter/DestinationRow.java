/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.time.Duration;
import java.util.Optional;

/**
 * What a person wants to know of one destination while the run goes on.
 *
 * @param name the domain, or {@link History#OTHERS}
 * @param lanes how it is sent to
 * @param pacePerMinute how many messages it took of late
 * @param endedPerMinute how many recipients ended of late, whichever way
 * @param delivered how many ended so
 * @param deferred how many ended so
 * @param failed how many were given up, need a person, or are unknown
 * @param left how many have no outcome yet
 */
record DestinationRow(
        String name,
        LaneFigures lanes,
        double pacePerMinute,
        double endedPerMinute,
        int delivered,
        int deferred,
        int failed,
        int left) {

    private static final Duration LONGEST = Duration.ofHours(99);

    static DestinationRow of(String name, History history, DomainCount count, int recipients) {
        return new DestinationRow(
                name,
                history.latest(name),
                history.perMinute(name, LaneFigures::accepted),
                history.perMinute(name, LaneFigures::ended),
                count.of(Outcome.DELIVERED),
                count.of(Outcome.DEFERRED),
                count.of(Outcome.GIVEN_UP) + count.of(Outcome.FIX_CONFIG) + count.of(Outcome.UNKNOWN),
                Math.max(0, recipients - count.recipients()));
    }

    boolean isDone() {
        return left == 0;
    }

    boolean isPaused() {
        return !lanes.paused().isZero();
    }

    /** How long it will take if they go on to end as fast, but no less than the present pause; empty if nothing moves. */
    Optional<Duration> remaining() {
        if (isDone()) {
            return Optional.of(Duration.ZERO);
        }
        double seconds = Math.max(left * 60 / endedPerMinute, lanes.paused().toMillis() / 1000.0);
        return seconds <= LONGEST.toSeconds() ? Optional.of(Duration.ofSeconds(Math.round(seconds))) : Optional.empty();
    }
}

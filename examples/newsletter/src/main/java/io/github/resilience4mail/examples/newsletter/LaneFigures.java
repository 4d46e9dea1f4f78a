/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.throttle.LaneSnapshot;
import java.time.Duration;
import java.time.Instant;

/**
 * How the sending to one destination stands.
 *
 * @param lanes how many are open
 * @param laneLimit how many it bears, as far as that is known; 0 if it is not
 * @param paceLimit how many messages a minute it bears; 0 if no limit is known
 * @param paused how long it wants to be left alone from now on; zero if it does not
 * @param accepted how many messages it has taken
 * @param refused how many times it has refused one, or a connection for one
 * @param ended how many recipients have their outcome
 */
record LaneFigures(
        int lanes, int laneLimit, double paceLimit, Duration paused, long accepted, long refused, long ended) {

    static final LaneFigures NONE = counts(0, 0, 0);

    /** What has happened, and nothing of the lanes. */
    static LaneFigures counts(long accepted, long refused, long ended) {
        return new LaneFigures(0, 0, 0, Duration.ZERO, accepted, refused, ended);
    }

    /** How the library's own throttle sees it; what it counts is left out. */
    static LaneFigures of(LaneSnapshot snapshot, Instant now) {
        return new LaneFigures(
                snapshot.openLanes(),
                snapshot.laneLimit(),
                60 * snapshot.pace().orElse(0),
                snapshot.pausedUntil()
                        .filter(until -> until.isAfter(now))
                        .map(until -> Duration.between(now, until))
                        .orElse(Duration.ZERO),
                0,
                0,
                0);
    }

    /** As if they were one destination. */
    LaneFigures plus(LaneFigures other) {
        return new LaneFigures(
                lanes + other.lanes,
                laneLimit + other.laneLimit,
                paceLimit + other.paceLimit,
                paused.compareTo(other.paused) > 0 ? paused : other.paused,
                accepted + other.accepted,
                refused + other.refused,
                ended + other.ended);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one destination bears, as far as it is known: how many lanes at once, and whether it wants to be left alone for
 * a while. A pure value: each event gives a new one. It neither waits nor reads a clock.
 *
 * <p>It begins with one lane and adds one for each message accepted, until the user's limit or the first refusal. A
 * refusal for too many connections at a level of <em>k</em> lanes sets the limit to <em>k - 1</em> at once, and
 * the next lane above it is tried after the probe interval, which doubles with each probe that fails. A refusal for too
 * much in some window of time pauses the whole destination: for the delay that the server named, else for the pause,
 * which doubles until something is accepted again.
 */
public final class LaneLimit {

    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PROBE = Duration.ofHours(1);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

    /** The next probe's instant as long as nothing was refused: always over. */
    private static final Instant UNLIMITED_GROWTH = Instant.MIN;

    private final Bounds bounds;
    private final int lanes;
    private final @Nullable Instant pausedUntil;
    private final Instant nextProbe;
    private final Duration probe;
    private final Duration pause;
    private final boolean probing;

    /** What the user allows. */
    private record Bounds(int maxLanes, Duration longestPause) {

        Duration firstPause() {
            return min(PAUSE, longestPause);
        }
    }

    private LaneLimit(
            Bounds bounds,
            int lanes,
            @Nullable Instant pausedUntil,
            Instant nextProbe,
            Duration probe,
            Duration pause,
            boolean probing) {
        this.bounds = bounds;
        this.lanes = lanes;
        this.pausedUntil = pausedUntil;
        this.nextProbe = nextProbe;
        this.probe = probe;
        this.pause = pause;
        this.probing = probing;
    }

    /**
     * Knows nothing of the destination yet.
     *
     * @param maxLanes the most lanes that the user allows, 1 or more
     * @return a limit of one lane, which grows
     */
    public static LaneLimit of(int maxLanes) {
        return of(maxLanes, LONGEST_PAUSE);
    }

    /**
     * Knows nothing of the destination yet, and has not all the time in the world.
     *
     * @param maxLanes the most lanes that the user allows, 1 or more
     * @param longestPause the longest pause for which the server has named no delay, positive; 15 minutes are never
     *     exceeded
     * @return a limit of one lane, which grows
     */
    public static LaneLimit of(int maxLanes, Duration longestPause) {
        if (maxLanes < 1) {
            throw new IllegalArgumentException("a destination needs at least 1 lane, not " + maxLanes);
        }
        Bounds bounds = new Bounds(maxLanes, min(longestPause, LONGEST_PAUSE));
        return new LaneLimit(bounds, 1, null, UNLIMITED_GROWTH, PROBE, bounds.firstPause(), false);
    }

    /** {@return how many lanes may be open at once, 1 or more and never more than the user allows} */
    public int lanes() {
        return lanes;
    }

    /**
     * Until when nothing may start.
     *
     * @param now the present
     * @return the end of the pause, or empty if there is none
     */
    public Optional<Instant> pausedUntil(Instant now) {
        return Optional.ofNullable(pausedUntil).filter(until -> until.isAfter(now));
    }

    /**
     * The server had too many connections.
     *
     * @param level how many lanes were open, the refused one included
     * @param now the present
     * @param hint the delay that the server named, or null
     * @return the limit from now on
     */
    public LaneLimit tooManyConnections(int level, Instant now, @Nullable Duration hint) {
        if (level > lanes) {
            // the rest of a burst that has been answered for already
            return this;
        }
        Duration nextInterval = probing ? min(probe.multipliedBy(2), LONGEST_PROBE) : probe;
        if (level <= 1) {
            // not even one lane: others use up the quota, or it counts new connections; stay away for a while
            return new LaneLimit(
                    bounds, 1, now.plus(waitFor(hint)), now.plus(nextInterval), nextInterval, longerPause(), false);
        }
        return new LaneLimit(bounds, level - 1, pausedUntil, now.plus(nextInterval), nextInterval, pause, false);
    }

    /**
     * The server had too much of something in some window of time.
     *
     * @param now the present
     * @param hint the delay that the server named, or null
     * @return the limit from now on
     */
    public LaneLimit tooMuch(Instant now, @Nullable Duration hint) {
        if (pausedUntil(now).isPresent() && hint == null) {
            // what was in flight when the pause began tells nothing new
            return this;
        }
        return new LaneLimit(bounds, lanes, now.plus(waitFor(hint)), nextProbe, probe, longerPause(), probing);
    }

    /**
     * A message was accepted.
     *
     * @param level how many lanes were open
     * @param now the present
     * @return the limit from now on: one lane more if it is time to probe
     */
    public LaneLimit accepted(int level, Instant now) {
        boolean held = probing && level >= lanes;
        Duration interval = held ? PROBE : probe;
        boolean probeNow = lanes < bounds.maxLanes() && level >= lanes && !now.isBefore(nextProbe);
        if (!probeNow) {
            return held || !pause.equals(bounds.firstPause())
                    ? new LaneLimit(
                            bounds, lanes, pausedUntil, nextProbe, interval, bounds.firstPause(), probing && !held)
                    : this;
        }
        return nextProbe.equals(UNLIMITED_GROWTH)
                ? new LaneLimit(bounds, lanes + 1, pausedUntil, UNLIMITED_GROWTH, interval, bounds.firstPause(), false)
                : new LaneLimit(
                        bounds, lanes + 1, pausedUntil, now.plus(interval), interval, bounds.firstPause(), true);
    }

    private Duration waitFor(@Nullable Duration hint) {
        return hint == null ? pause : hint;
    }

    private Duration longerPause() {
        return min(pause.multipliedBy(2), bounds.longestPause());
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    @Override
    public String toString() {
        return lanes + " of " + bounds.maxLanes() + " lanes"
                + (pausedUntil == null ? "" : ", paused until " + pausedUntil);
    }
}

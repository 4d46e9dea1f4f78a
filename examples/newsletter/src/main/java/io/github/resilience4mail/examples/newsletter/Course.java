/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A timeline in slices of equal length, as a chart shows it. Immutable.
 *
 * @param slices in order
 * @param slice how long one is
 */
record Course(List<Slice> slices, Duration slice) {

    /**
     * What happened within one slice.
     *
     * @param lanes the most that were open
     * @param laneLimit how many were allowed at its end; 0 if no limit was known
     * @param paceLimit how many messages a minute were allowed at its end; 0 if no limit was known
     * @param pacePerMinute how many messages a minute were taken
     * @param refused how many times something was refused
     * @param paused whether the destination was left alone at its end
     */
    record Slice(int lanes, int laneLimit, double paceLimit, double pacePerMinute, double refused, boolean paused) {}

    /**
     * Cuts a timeline.
     *
     * @param length from the beginning to the end of the chart
     */
    static Course of(List<Timeline.Moment> moments, Duration length, int count) {
        Duration slice = length.dividedBy(count);
        double minutes = Math.max(slice.toNanos(), 1) / 60e9;
        List<Slice> slices = new ArrayList<>(count);
        LaneFigures last = LaneFigures.NONE;
        int next = 0;
        double accepted = 0;
        double refused = 0;
        for (int i = 1; i <= count; i++) {
            Duration end = slice.multipliedBy(i);
            int lanes = -1;
            while (next < moments.size() && moments.get(next).at().compareTo(end) <= 0) {
                last = moments.get(next++).figures();
                lanes = Math.max(lanes, last.lanes());
            }
            double acceptedNow = accepted(moments, next, end);
            double refusedNow = refused(moments, next, end);
            slices.add(new Slice(
                    lanes < 0 ? last.lanes() : lanes,
                    last.laneLimit(),
                    last.paceLimit(),
                    Math.max(0, acceptedNow - accepted) / minutes,
                    Math.max(0, refusedNow - refused),
                    !last.paused().isZero()));
            accepted = acceptedNow;
            refused = refusedNow;
        }
        return new Course(slices, slice);
    }

    private static double accepted(List<Timeline.Moment> moments, int next, Duration at) {
        double before = next == 0 ? 0 : moments.get(next - 1).figures().accepted();
        double after =
                next == moments.size() ? before : moments.get(next).figures().accepted();
        return before + (after - before) * share(moments, next, at);
    }

    private static double refused(List<Timeline.Moment> moments, int next, Duration at) {
        double before = next == 0 ? 0 : moments.get(next - 1).figures().refused();
        double after =
                next == moments.size() ? before : moments.get(next).figures().refused();
        return before + (after - before) * share(moments, next, at);
    }

    /** How far an instant is on the way from the moment before to the one after it, from 0 to 1. */
    private static double share(List<Timeline.Moment> moments, int next, Duration at) {
        if (next == moments.size()) {
            return 0;
        }
        Duration from = next == 0 ? Duration.ZERO : moments.get(next - 1).at();
        double whole = moments.get(next).at().minus(from).toNanos();
        return whole <= 0 ? 1 : at.minus(from).toNanos() / whole;
    }

    int mostLanes() {
        return slices.stream().mapToInt(Slice::lanes).max().orElse(0);
    }

    /** The most lanes that were open or allowed. */
    int highestLaneLimit() {
        return slices.stream()
                .mapToInt(slice -> Math.max(slice.lanes(), slice.laneLimit()))
                .max()
                .orElse(0);
    }

    /** How many were allowed in the end. */
    int lastLaneLimit() {
        return slices.get(slices.size() - 1).laneLimit();
    }

    double highestPace() {
        return slices.stream().mapToDouble(Slice::pacePerMinute).max().orElse(0);
    }

    double mostRefused() {
        return slices.stream().mapToDouble(Slice::refused).max().orElse(0);
    }

    double refused() {
        return slices.stream().mapToDouble(Slice::refused).sum();
    }

    /** The same in fewer, longer slices. */
    Course inLongerSlices(int each) {
        List<Slice> longer = new ArrayList<>();
        for (int i = 0; i < slices.size(); i += each) {
            List<Slice> part = slices.subList(i, Math.min(i + each, slices.size()));
            longer.add(new Slice(
                    part.stream().mapToInt(Slice::lanes).max().orElse(0),
                    part.get(part.size() - 1).laneLimit(),
                    part.get(part.size() - 1).paceLimit(),
                    part.stream().mapToDouble(Slice::pacePerMinute).average().orElse(0),
                    part.stream().mapToDouble(Slice::refused).sum(),
                    part.stream().anyMatch(Slice::paused)));
        }
        return new Course(longer, slice.multipliedBy(each));
    }
}

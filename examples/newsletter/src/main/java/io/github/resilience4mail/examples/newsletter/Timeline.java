/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How the sending to one destination went, from moment to moment. It holds a bounded number of moments: when there are
 * too many, each two become one. Guarded by its {@link History}.
 */
final class Timeline {

    private static final int MOST = 240;

    /**
     * What was seen.
     *
     * @param at since the beginning
     * @param figures then; the lanes are the most since the moment before, the rest is counted from the beginning
     */
    record Moment(Duration at, LaneFigures figures) {

        Moment mergedWith(Moment later) {
            LaneFigures most = figures;
            LaneFigures last = later.figures;
            return new Moment(
                    later.at,
                    new LaneFigures(
                            Math.max(most.lanes(), last.lanes()),
                            last.laneLimit(),
                            last.paceLimit(),
                            last.paused(),
                            last.accepted(),
                            last.refused()));
        }
    }

    private final List<Moment> moments = new ArrayList<>();
    private int perMoment = 1;
    private int inLast;

    void add(Moment moment) {
        if (moments.isEmpty() || inLast == perMoment) {
            if (moments.size() == MOST) {
                halve();
            }
            moments.add(moment);
            inLast = 1;
        } else {
            int last = moments.size() - 1;
            moments.set(last, moments.get(last).mergedWith(moment));
            inLast++;
        }
    }

    private void halve() {
        List<Moment> merged = new ArrayList<>(MOST);
        for (int i = 0; i + 1 < moments.size(); i += 2) {
            merged.add(moments.get(i).mergedWith(moments.get(i + 1)));
        }
        moments.clear();
        moments.addAll(merged);
        perMoment *= 2;
    }

    /** The moments, in order. */
    List<Moment> moments() {
        return List.copyOf(moments);
    }

    /** How many messages a minute were taken of late. */
    double pacePerMinute(Duration window) {
        if (moments.size() < 2) {
            return 0;
        }
        Moment last = moments.get(moments.size() - 1);
        int i = moments.size() - 2;
        while (i > 0 && last.at().minus(moments.get(i).at()).compareTo(window) < 0) {
            i--;
        }
        return pacePerMinute(moments.get(i), last);
    }

    /** How many messages a minute were taken between two moments. */
    static double pacePerMinute(Moment from, Moment to) {
        double minutes = to.at().minus(from.at()).toNanos() / 60e9;
        return minutes <= 0 ? 0 : (to.figures().accepted() - from.figures().accepted()) / minutes;
    }
}

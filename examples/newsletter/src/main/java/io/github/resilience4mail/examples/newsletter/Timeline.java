/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

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
                            last.refused(),
                            last.ended()));
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

    /**
     * How fast something grew of late, a minute.
     *
     * @param what is counted from the beginning
     */
    double perMinute(Duration window, ToLongFunction<LaneFigures> what) {
        if (moments.size() < 2) {
            return 0;
        }
        Moment last = moments.get(moments.size() - 1);
        int i = moments.size() - 2;
        while (i > 0 && last.at().minus(moments.get(i).at()).compareTo(window) < 0) {
            i--;
        }
        Moment first = moments.get(i);
        double minutes = last.at().minus(first.at()).toNanos() / 60e9;
        return minutes <= 0 ? 0 : (what.applyAsLong(last.figures()) - what.applyAsLong(first.figures())) / minutes;
    }
}

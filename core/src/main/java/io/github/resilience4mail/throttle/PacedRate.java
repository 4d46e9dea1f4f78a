/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.OptionalDouble;

/**
 * Messages at even distances, for a server that gives back a little all the time. Between two refusals it has given back
 * as much as it has taken, so what was accepted in between, divided by the time, is the pace that it bears: the longer
 * it took, the better that is known. After that the pace rises a little now and then, ever more rarely.
 *
 * @param gap the distance in microseconds
 * @param next when the next message may begin, in microseconds
 * @param emptyAt when it was known last that nothing was left
 * @param taken how many messages began since
 * @param active in how many microseconds, but for those in which there was nothing to send
 * @param refusals how many times the pace has been measured
 * @param fails how many refusals in a row came almost at once
 * @param raiseAt when the pace rises next
 * @param interval how long until the rise after that
 * @param step by how many thousandths it rises
 */
record PacedRate(
        long gap,
        long next,
        long emptyAt,
        int taken,
        long active,
        int refusals,
        int fails,
        long raiseAt,
        long interval,
        int step)
        implements RateModel {

    static final int KIND = 3;
    private static final long FIRST_INTERVAL = 1_000;
    private static final long LONGEST_INTERVAL = 3_600_000;
    private static final int FIRST_STEP = 250;
    private static final int LATER_STEP = 15;
    private static final int LARGEST_STEP = 250;
    private static final int MOST_FAILS = 3;
    private static final int FEW = 10;

    /** Until a pace has been measured, half of what was too much in one second: that much had been borne before. */
    static PacedRate after(long refusedAt, int inOneSecond, long now) {
        long gap = 2_000_000L / Math.max(1, inOneSecond);
        return new PacedRate(
                gap,
                now * 1_000 + gap,
                now,
                1,
                (now - refusedAt) * 1_000,
                0,
                0,
                now + FIRST_INTERVAL,
                FIRST_INTERVAL,
                FIRST_STEP);
    }

    @Override
    public long nextStart(Sends sends, long now) {
        // rounded up
        return -Math.floorDiv(-next, 1_000L);
    }

    @Override
    public RateModel started(Sends sends, long now) {
        // what was not used is lost but for a moment: no burst makes up for it
        long from = Math.max(next, now * 1_000 - gap);
        int more = taken + 1;
        long longer = active + gap;
        if (now < raiseAt) {
            return new PacedRate(gap, from + gap, emptyAt, more, longer, refusals, fails, raiseAt, interval, step);
        }
        long faster = Math.max(1, gap * 1_000 / (1_000 + step));
        int nextStep = refusals == 0 ? step : Math.min(step * 3 / 2, LARGEST_STEP);
        return new PacedRate(
                faster, from + faster, emptyAt, more, longer, refusals, fails, now + interval, interval, nextStep);
    }

    @Override
    public RateModel refused(Sends sends, long startedAt, long now) {
        if (startedAt <= emptyAt) {
            return this;
        }
        int failed = taken < MOST_FAILS ? fails + 1 : 0;
        if (failed > MOST_FAILS) {
            return RateSearch.afterPacing(startedAt, now);
        }
        // what it has not given back because nothing was missing is not measured: so it bears this at least
        double least = Math.max(1, taken - 1) * 1_000_000.0 / Math.max(1, active);
        double most = 1_000_000.0 / gap;
        double between = taken < FEW ? least : Math.cbrt(least * least * Math.max(least, most));
        double bearable = Math.min(between * caution(), most * 0.99);
        long slower = (long) (1_000_000 / bearable);
        long longer = refusals == 0 ? 6 * FIRST_INTERVAL : Math.min(2 * interval, LONGEST_INTERVAL);
        return new PacedRate(
                slower,
                // what is on its way still takes of what it gives back
                now * 1_000 + (now - startedAt) * 1_000 + 3 * slower,
                now,
                0,
                3 * slower,
                refusals + 1,
                failed,
                now + longer,
                longer,
                LATER_STEP);
    }

    private double caution() {
        return refusals == 0 ? 0.975 : refusals == 1 ? 0.985 : 0.99;
    }

    @Override
    public OptionalDouble pace() {
        return OptionalDouble.of(1_000_000.0 / gap);
    }

    @Override
    public void write(StateWriter out) {
        out.number(KIND)
                .number(gap)
                .number(next)
                .number(emptyAt)
                .number(taken)
                .number(active)
                .number(refusals)
                .number(fails);
        out.number(raiseAt).number(interval).number(step);
    }

    static PacedRate read(StateReader in) {
        return new PacedRate(
                Math.max(1, in.time()),
                in.time(),
                in.time(),
                in.number(0, Integer.MAX_VALUE),
                in.time(),
                in.number(0, Integer.MAX_VALUE),
                in.number(0, MOST_FAILS),
                in.time(),
                in.time(),
                in.number(1, LARGEST_STEP));
    }
}

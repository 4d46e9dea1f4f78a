/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.util.OptionalDouble;

/**
 * So many messages in any window of such a length: as many as it holds are sent as fast as they go, and each later one
 * when there is room for it. Now and then it is tried whether the window holds more: after two windows, and then after
 * three times as many each time that it does not.
 *
 * @param window its length
 * @param strict whether refused messages take a place in it too
 * @param most how many it is believed to hold, a trial included
 * @param known how many it is known to hold
 * @param step by how many the next trial goes up
 * @param raiseAt when the next trial begins
 * @param interval how long after a failed trial the next one comes
 * @param since when the server was found to have room: what was before does not count
 * @param missedAt when the last message began that was refused although there should have been room; 0 if none
 */
record WindowRate(
        long window,
        boolean strict,
        int most,
        int known,
        int step,
        long raiseAt,
        long interval,
        long since,
        long missedAt)
        implements RateModel {

    static final int KIND = 2;
    private static final int LARGEST_PART = 4;

    /** In windows of up to this length refused messages are taken to count: not to use their places costs seconds. */
    private static final long SHORT = 60_000;

    /** A place that is free only after such a part of a window is not near. */
    private static final int NEAR = 4;

    static WindowRate of(long window, int most, long since, long now) {
        return new WindowRate(window, window <= SHORT, most, most, 1, now + window * 2, 3 * window, since, 0);
    }

    @Override
    public long nextStart(Sends sends, long now) {
        long whole = RateSearch.withSlack(window);
        return strict ? sends.roomBesidesRefused(most, whole) : sends.room(most, whole, now);
    }

    @Override
    public RateModel started(Sends sends, long now) {
        return now >= raiseAt && most == known && (isUsedUp(sends, now) || now > raiseAt + window)
                ? new WindowRate(window, strict, most + step, known, step, raiseAt, interval, since, missedAt)
                : this;
    }

    /** Whether all that goes at once has gone: where refused messages count, one in between takes the next one's place. */
    private boolean isUsedUp(Sends sends, long now) {
        return nextStart(sends, now) > now + window / NEAR;
    }

    @Override
    public RateModel accepted(Sends sends, long startedAt, long now) {
        if (most == known || sends.taken(startedAt - window, startedAt + 1) <= known) {
            return this;
        }
        int nextStep = Math.min(2 * step, Math.max(1, most / LARGEST_PART));
        return new WindowRate(window, strict, most, most, nextStep, now + window / 2, window, since, 0);
    }

    @Override
    public RateModel refused(Sends sends, long startedAt, long now) {
        if (startedAt <= missedAt) {
            return this;
        }
        if (most > known && sends.begun().count(startedAt - window, startedAt) > known) {
            return new WindowRate(window, strict, known, known, 1, now + interval, 3 * interval, since, now);
        }
        boolean fullWithRefused = sends.refused().count(startedAt - window, startedAt - 1) > 0
                && sends.begun().count(startedAt - window, startedAt - 1) >= known;
        if (!strict && fullWithRefused) {
            return new WindowRate(window, true, known, known, 1, now + interval, 3 * interval, since, now);
        }
        if (missedAt > 0 && startedAt < missedAt + window && sends.taken(missedAt, startedAt) < known / 2) {
            return RateSearch.longerThan(window, missedAt, missedAt, since);
        }
        int held = sends.taken(startedAt - window, startedAt);
        int fewer = Math.max(1, Math.min(held, known - 1));
        return new WindowRate(window, strict, fewer, fewer, 1, now + interval, 3 * interval, since, now);
    }

    @Override
    public OptionalDouble pace() {
        return OptionalDouble.of(most * 1_000.0 / window);
    }

    @Override
    public void write(StateWriter out) {
        out.number(KIND).number(window).flag(strict).number(most).number(known).number(step);
        out.number(raiseAt).number(interval).number(since).number(missedAt);
    }

    static WindowRate read(StateReader in) {
        return new WindowRate(
                in.time(),
                in.flag(),
                in.number(1, Integer.MAX_VALUE),
                in.number(1, Integer.MAX_VALUE),
                in.number(1, Integer.MAX_VALUE),
                in.time(),
                in.time(),
                in.time(),
                in.time());
    }
}

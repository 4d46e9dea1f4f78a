/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Whether a destination answers later the more it was sent in the last minute, and refuses nothing. Where many lanes wait
 * beside each other, going on is as good as any pace; where few do, it is better to send no more than is answered at once.
 * So it is tried out: when answers are late, what comes through while all lanes are busy is compared with what was answered
 * at once in the best minute. Immutable; times are milliseconds of the epoch.
 *
 * @param usual the shortest time that an answer took
 * @param watch what is being tried out, or null
 * @param most how many messages a minute are answered at once; 0 if that is of no importance
 * @param until when to look anew
 * @param gap after how long to look the next time
 */
record Tarpit(long usual, @Nullable Watch watch, int most, long until, long gap) {

    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long TRIAL = 2 * MINUTE;
    private static final long LATELY = 45_000;
    private static final long FIRST_GAP = 15 * MINUTE;
    private static final long LONGEST_GAP = 120 * MINUTE;
    private static final long LATE = 5_000;
    private static final int TIMES_LATER = 8;
    private static final double CLEARLY = 0.9;
    private static final double SAFE = 0.97;
    private static final double BUSY = 0.7;

    static final Tarpit NONE = new Tarpit(Long.MAX_VALUE / TIMES_LATER, null, 0, 0, FIRST_GAP);

    /**
     * A trial.
     *
     * @param from when the first late answer's message began
     * @param late how many answers were late, one after the other
     * @param lateUntil when the last of them came
     * @param atOnce how many messages the best minute had after which the next one was answered at once
     * @param busy the sum of the times that answers took
     */
    record Watch(long from, int late, long lateUntil, int atOnce, long busy) {}

    /** When the next message may begin; in the past if at once. */
    long nextStart(Sends sends, long now) {
        return isPaced(now) ? sends.roomBesidesRefused(most, MINUTE) : Long.MIN_VALUE;
    }

    private boolean isPaced(long now) {
        return most > 0 && now < until;
    }

    /** The messages of a second that are sent, if it is a tarpit that is better not waited for. */
    OptionalDouble pace(long now) {
        return isPaced(now) ? OptionalDouble.of(most / 60.0) : OptionalDouble.empty();
    }

    /** A message was accepted that began then, on one of so many lanes. */
    Tarpit accepted(Sends sends, int lanes, long startedAt, long now) {
        long took = Math.max(0, now - startedAt);
        boolean late = took >= LATE && took >= TIMES_LATER * usual;
        Tarpit seen = took < usual ? new Tarpit(took, watch, most, until, gap) : this;
        if (isPaced(now)) {
            return late ? seen.refuted(sends, startedAt, now) : seen;
        }
        if (watch == null) {
            boolean begins = late && now >= until;
            return begins ? seen.watching(new Watch(startedAt, 1, now, before(sends, startedAt), took)) : seen;
        }
        Watch more = more(watch, late, before(sends, startedAt), startedAt, now);
        return now - more.from() < TRIAL ? seen.watching(more) : seen.judged(more, sends, lanes, now);
    }

    private static int before(Sends sends, long startedAt) {
        return sends.begun().count(startedAt - MINUTE, startedAt - 1);
    }

    private Tarpit watching(Watch value) {
        return new Tarpit(usual, value, 0, until, gap);
    }

    private static Watch more(Watch watch, boolean late, int before, long startedAt, long now) {
        long busy = watch.busy() + now - Math.max(startedAt, watch.from());
        if (late) {
            // those that waited beside each other are one piece of evidence
            boolean another = startedAt >= watch.lateUntil();
            return new Watch(
                    watch.from(),
                    watch.late() + (another ? 1 : 0),
                    another ? now : watch.lateUntil(),
                    watch.atOnce(),
                    busy);
        }
        return new Watch(watch.from(), watch.late(), watch.lateUntil(), Math.max(watch.atOnce(), before), busy);
    }

    private Tarpit judged(Watch seen, Sends sends, int lanes, long now) {
        double minutes = (now - seen.from()) / (double) MINUTE;
        double cameThrough = sends.begun().count(seen.from(), now) / minutes;
        boolean busy = seen.busy() >= BUSY * lanes * (now - seen.from());
        int safe = (int) (SAFE * seen.atOnce());
        // answers that were late once, and no more, were late for another reason
        boolean stillLate = seen.late() > 1 && now - seen.lateUntil() < LATELY;
        boolean better = stillLate && busy && safe > 0 && cameThrough < CLEARLY * safe;
        return new Tarpit(usual, null, better ? safe : 0, now + gap, Math.min(2 * gap, LONGEST_GAP));
    }

    /** An answer was late although no more was sent than is answered at once: then it is slow for another reason. */
    private Tarpit refuted(Sends sends, long startedAt, long now) {
        return before(sends, startedAt) < most ? new Tarpit(usual, null, 0, now + gap, gap) : this;
    }

    void write(StateWriter out) {
        out.number(usual).number(most).number(until).number(gap).flag(watch != null);
        if (watch != null) {
            out.number(watch.from()).number(watch.late()).number(watch.lateUntil());
            out.number(watch.atOnce()).number(watch.busy());
        }
    }

    static Tarpit read(StateReader in) {
        long usual = Math.max(0, Math.min(in.time(), NONE.usual()));
        int most = in.number(0, Integer.MAX_VALUE);
        long until = in.time();
        long gap = Math.max(FIRST_GAP, Math.min(in.time(), LONGEST_GAP));
        return new Tarpit(usual, in.flag() ? readWatch(in) : null, most, until, gap);
    }

    private static Watch readWatch(StateReader in) {
        long from = in.time();
        int late = in.number(0, Integer.MAX_VALUE);
        return new Watch(from, late, in.time(), in.number(0, Integer.MAX_VALUE), in.time());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

/**
 * How long a destination greylists. One recipient goes ahead of the others at each of some likely delays; the first that
 * is let in tells the delay for all. The more recipients wait, the closer together the trials are: they are one in a
 * hundred at the most. Immutable; times are milliseconds.
 *
 * @param seen how many recipients were greylisted
 * @param refused the longest wait after which a recipient was refused again
 * @param passed the shortest wait that was enough, or 0
 * @param tried the longest wait after which one has been sent again, whatever came of it
 */
record GreylistDelay(long seen, long refused, long passed, long tried) {

    static final GreylistDelay UNKNOWN = new GreylistDelay(0, 0, 0, 0);

    private static final long MINUTE = 60_000;

    /** Greylists usually open after five minutes (RFC 6647 section 5). */
    private static final long USUAL = 302_000;

    private static final int FEW = 500;

    /** How long the next one should wait. */
    long delay() {
        if (passed > refused) {
            return passed;
        }
        long after = Math.max(refused, tried);
        if (seen < FEW) {
            return after < USUAL ? USUAL : 2 * after;
        }
        long next = after < MINUTE ? MINUTE : after < 3 * MINUTE ? after + MINUTE : after * 105 / 100;
        return after < USUAL && next > USUAL - 5_000 ? USUAL : next;
    }

    /** A recipient was greylisted who has waited so long: 0 the first time. */
    GreylistDelay refused(long waited) {
        long shortest = passed > waited ? passed : 0;
        return new GreylistDelay(
                waited == 0 ? seen + 1 : seen, Math.max(refused, waited), shortest, Math.max(tried, waited));
    }

    /** A recipient who has waited so long is sent again. */
    GreylistDelay tried(long waited) {
        return new GreylistDelay(seen, refused, passed, Math.max(tried, waited));
    }

    /** A recipient who has waited so long was let in. */
    GreylistDelay passed(long waited) {
        return new GreylistDelay(seen, refused, passed == 0 ? waited : Math.min(passed, waited), tried);
    }

    void write(StateWriter out) {
        out.number(seen).number(refused).number(passed).number(tried);
    }

    static GreylistDelay read(StateReader in) {
        return new GreylistDelay(in.time(), in.time(), in.time(), in.time());
    }
}

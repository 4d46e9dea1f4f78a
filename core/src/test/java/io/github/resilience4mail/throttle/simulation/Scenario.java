/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import io.github.resilience4mail.throttle.simulation.Limits.Counting;
import java.util.Random;

/** A kind of hidden limit. Its numbers are drawn for each seed, around the ones that are named. */
enum Scenario {
    A_QUOTA("connections 5, 421 at connect", 2_000, (l, r) -> l.quota(around(r, 5))),
    B_CHANGING_QUOTA("connections 3, then 8, then 2", 2_000, (l, r) -> l.quota(around(r, 3))
            .quotaFrom(time(r, 30), around(r, 8))
            .quotaFrom(time(r, 70), around(r, 2))),
    C_QUOTA_AFTER_DATA("connections 3, 432 after DATA", 2_000, (l, r) -> l.quota(around(r, 3))
            .quotaAfterData()),
    D_PER_MINUTE(
            "100 a minute, sliding", 2_000, (l, r) -> l.rate(around(r, 100), 60 * Limits.SECOND, Counting.SLIDING)),
    E_STRICT("100 a minute, refusals count", 2_000, (l, r) -> l.rate(
                    around(r, 100), 60 * Limits.SECOND, Counting.SLIDING)
            .strict()),
    F_PER_SECOND("14 a second, 454 after DATA", 2_000, (l, r) -> l.rate(around(r, 14), Limits.SECOND, Counting.BUCKET)
            .rateAfterData()),
    G_ALL("connections 3, 30 a minute, 20 a session", 500, (l, r) -> l.quota(around(r, 3))
            .rate(around(r, 30), 60 * Limits.SECOND, Counting.SLIDING)
            .sessionCap(around(r, 20))),
    H_GREYLIST("greylist of 300 s", 2_000, (l, r) -> l.greylist(time(r, 300))),
    I_NOISE("connections 5, 2 in 100 refused by chance", 2_000, (l, r) -> l.quota(around(r, 5))
            .spurious(0.02)),
    J_SLOW_RELEASE("connections 5, places freed after 1 s", 2_000, (l, r) -> l.quota(around(r, 5))
            .releaseLag(Limits.SECOND)),
    K_CLOCK_WINDOW(
            "100 a minute, by the clock", 2_000, (l, r) -> l.rate(around(r, 100), 60 * Limits.SECOND, Counting.FIXED)),
    L_BUCKET("100 a minute, a bucket", 2_000, (l, r) -> l.rate(around(r, 100), 60 * Limits.SECOND, Counting.BUCKET)),
    M_PER_HOUR(
            "1,000 an hour, sliding",
            2_000,
            (l, r) -> l.rate(around(r, 1_000), 3_600 * Limits.SECOND, Counting.SLIDING));

    static final int MAX_LANES = 20;

    /** Sets limits by chance. */
    private interface Drawing {
        Limits draw(Limits limits, Random random);
    }

    final String text;
    final int messages;
    private final Drawing drawing;

    Scenario(String text, int messages, Drawing drawing) {
        this.text = text;
        this.messages = messages;
        this.drawing = drawing;
    }

    /** What tables call it. */
    char letter() {
        return name().charAt(0);
    }

    /** The limits of one seed. */
    Limits limits(long seed) {
        Random random = Chance.ofLimits(this, seed);
        Limits limits = new Limits();
        limits.service((long) (Limits.SECOND / 4 * factor(random)));
        return drawing.draw(limits, random);
    }

    SimulatedServer server(long seed) {
        return new SimulatedServer(limits(seed), Chance.ofServer(seed));
    }

    /** Within 40 of 100, and by one at least. */
    private static int around(Random random, int number) {
        int spread = Math.max(1, number * 2 / 5);
        return Math.max(1, number - spread + random.nextInt(2 * spread + 1));
    }

    private static long time(Random random, int seconds) {
        return (long) (seconds * factor(random) * Limits.SECOND);
    }

    private static double factor(Random random) {
        return 0.6 + 0.8 * random.nextDouble();
    }
}

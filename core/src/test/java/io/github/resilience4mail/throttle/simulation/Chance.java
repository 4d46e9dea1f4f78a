/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.Random;
import java.util.SplittableRandom;

/**
 * Random numbers that are the same for the same seed and purpose, and have nothing in common otherwise. Of
 * {@link Random} alone the first number is nearly the same for all small seeds.
 */
final class Chance {

    /** What the limits of a scenario are drawn with: the scenario's place is added. */
    private static final long LIMITS = 100;

    private static final long SERVER = 1;
    private static final long SENDER = 2;

    private Chance() {}

    static Random ofLimits(Scenario scenario, long seed) {
        return of(LIMITS + scenario.ordinal(), seed);
    }

    static Random ofServer(long seed) {
        return of(SERVER, seed);
    }

    static Random ofSender(long seed) {
        return of(SENDER, seed);
    }

    private static Random of(long purpose, long seed) {
        return new Random(mixed(mixed(purpose) + seed));
    }

    private static long mixed(long value) {
        return new SplittableRandom(value).nextLong();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

/**
 * Chance that depends on nothing but a seed and a number (SplitMix64's finalizer): which message it hits is the same
 * in each run, however the threads take turns.
 */
final class Chance {

    private Chance() {}

    /** A number from 0 (inclusive) to 1 (exclusive). */
    static double of(long seed, long number) {
        long z = seed + number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
}

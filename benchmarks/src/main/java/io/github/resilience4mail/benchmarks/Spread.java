/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The middle of some numbers, and the 95 % interval of the median by order statistics: it assumes nothing about how they
 * are distributed.
 *
 * @param median the middle
 * @param low the lower end of the interval
 * @param high its upper end
 */
record Spread(double median, double low, double high) {

    private static final double HALF_OF_THE_REST = 0.025;

    /** Of at least six; fewer have no such interval. */
    static Spread of(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        int n = sorted.size();
        if (n < 6) {
            throw new IllegalArgumentException(n + " numbers have no 95 % interval: take 6 or more");
        }
        double median = (sorted.get((n - 1) / 2) + sorted.get(n / 2)) / 2;
        int rank = rank(n);
        return new Spread(median, sorted.get(rank), sorted.get(n - 1 - rank));
    }

    /** The largest rank below which the median lies with a probability of 2.5 % at most: a coin is thrown n times. */
    private static int rank(int n) {
        double probability = Math.pow(0.5, n);
        double sum = probability;
        int rank = -1;
        while (sum <= HALF_OF_THE_REST) {
            rank++;
            probability *= (double) (n - rank) / (rank + 1);
            sum += probability;
        }
        return Math.max(0, rank);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", median, low, high);
    }
}

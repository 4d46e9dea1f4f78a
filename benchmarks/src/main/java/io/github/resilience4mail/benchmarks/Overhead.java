/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a successful message costs with our transport, compared with Angus Mail's own: processor time and memory
 * allocated by whoever sends, 2 KB to one recipient. The two take turns, and each pair of rounds gives one ratio.
 */
@SuppressWarnings("SystemOut")
public final class Overhead {

    private static final int PAIRS = 41;
    private static final int WARM_UP_PAIRS = 30;
    private static final int MESSAGES = 1_000;

    private Overhead() {}

    /**
     * Prints a table.
     *
     * @param args how many pairs of rounds, and how many messages each; 41 and 1,000 by default
     * @throws IOException if there is no port to listen on
     * @throws MessagingException if a message could not be sent
     */
    public static void main(String[] args) throws IOException, MessagingException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : PAIRS;
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : MESSAGES;
        System.out.printf(
                Locale.ROOT,
                "%s %s, %s %s, %d processors%n%d pairs of rounds in turn, %d messages of 2 KB a round;"
                        + " ratio: median [95 %% interval]%n%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                pairs,
                messages);
        System.out.printf("%-36s %10s %10s   %s%n", "for each message", "plain", "ours", "ours / plain");
        for (Way way : Way.values()) {
            List<Contest.Pair> rounds;
            try (Contest contest = new Contest(way, messages)) {
                contest.pairs(WARM_UP_PAIRS);
                rounds = contest.pairs(pairs);
            }
            print(way.title() + ": CPU, us", rounds, Cost::cpuNanos, 1_000);
            print(way.title() + ": bytes", rounds, Cost::bytes, 1);
        }
    }

    private static void print(String title, List<Contest.Pair> rounds, ToLongFunction<Cost> what, double unit) {
        Spread plain = Spread.of(
                rounds.stream().map(p -> what.applyAsLong(p.plain()) / unit).toList());
        Spread ours = Spread.of(
                rounds.stream().map(p -> what.applyAsLong(p.ours()) / unit).toList());
        Spread ratio = Spread.of(rounds.stream().map(p -> p.ratio(what)).toList());
        System.out.printf(Locale.ROOT, "%-36s %10.1f %10.1f   %s%n", title, plain.median(), ours.median(), ratio);
    }
}

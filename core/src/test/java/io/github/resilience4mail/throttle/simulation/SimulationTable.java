/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/**
 * Prints the tables of {@code docs/throttling.md}. The first argument is the number of seeds for ours, the second for
 * the others, and the third the beginning of a scenario's name.
 */
final class SimulationTable {

    private static final PrintStream OUT = System.out;

    private SimulationTable() {}

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        int others = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        List<Scenario> scenarios = List.of(Scenario.values()).stream()
                .filter(s -> args.length < 3 || s.name().startsWith(args[2]))
                .toList();
        printOurs(scenarios, seeds);
        if (others > 0) {
            printOthers(scenarios, others);
        }
        if (args.length < 3) {
            printShared();
        }
    }

    private static void printOurs(List<Scenario> scenarios, int seeds) {
        line(
                "| scenario | oracle, s | ours, s | goodput | worst of %d | refusals more | most | lost | attempts a message |",
                seeds);
        line("|---|---|---|---|---|---|---|---|---|");
        for (Scenario scenario : scenarios) {
            Comparison ours = Comparison.of(scenario, seed -> new AdaptiveSender(Scenario.MAX_LANES), seeds);
            line(
                    "| %s %s | %.0f | %.0f | %.3f | %.3f | %.1f | %d | %.0f | %.3f |",
                    scenario.letter(),
                    scenario.text,
                    Comparison.oracleDrain(scenario, seeds),
                    ours.drain(),
                    ours.goodput(),
                    ours.worstGoodput(),
                    ours.refusals(),
                    ours.mostRefusals(),
                    ours.lost(),
                    ours.attempts());
        }
    }

    private static void printOthers(List<Scenario> scenarios, int seeds) {
        StringBuilder head = new StringBuilder("| scenario |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Competitor competitor : Competitor.values()) {
            head.append(' ').append(competitor.text).append(" |");
            rule.append("---|");
        }
        line("%n%s%n%s", head, rule);
        for (Scenario scenario : scenarios) {
            StringBuilder row = new StringBuilder("| " + scenario.letter() + " |");
            for (Competitor competitor : Competitor.values()) {
                Comparison theirs = Comparison.of(scenario, competitor::sender, seeds);
                row.append(String.format(
                        Locale.ROOT, " %.2f / %.0f / %.0f |", theirs.goodput(), theirs.refusals(), theirs.lost()));
            }
            line("%s", row);
        }
    }

    /** Two senders that do not know of each other share a quota of 6; the second one comes 20 seconds later. */
    private static void printShared() {
        Limits limits = new Limits().quota(6);
        Simulation simulation = new Simulation(new SimulatedServer(limits, new java.util.Random(1)));
        Simulation.Client first = simulation.add(new AdaptiveSender(Scenario.MAX_LANES), 3_000, 0);
        Simulation.Client second = simulation.add(new AdaptiveSender(Scenario.MAX_LANES), 3_000, 20 * Limits.SECOND);
        simulation.run();
        line("%nTwo that share a quota of 6, 3,000 messages each: %s; %s", describe(first), describe(second));
    }

    private static String describe(Simulation.Client client) {
        Result result = client.result();
        return String.format(Locale.ROOT, "%.0f s, %d refusals", result.drain(), result.refusals());
    }

    private static void line(String format, Object... values) {
        OUT.printf(Locale.ROOT, format + "%n", values);
    }
}

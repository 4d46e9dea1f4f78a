/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Makes the tables of {@code docs/throttling.md}. */
final class SimulationTable {

    private static final int TARPIT_MESSAGES = 2_000;

    /** Over one lane, where one takes a quarter of a second. */
    private static final int MESSAGES_AN_HOUR = 4 * 3_600;

    private final StringBuilder text = new StringBuilder();

    /** All of them: ours over so many seeds, the others over a few. */
    static String of(int seeds, int othersSeeds) {
        SimulationTable table = new SimulationTable();
        table.addOurs(seeds);
        table.addLooking(seeds);
        table.addChanges();
        table.addLongRuns();
        table.addOthers(othersSeeds);
        table.addTarpits();
        table.addShared();
        table.addWhatSocketsAreComparedWith();
        return table.text.toString();
    }

    private void addOurs(int seeds) {
        line(
                "| scenario | oracle, s | ours, s | goodput | worst of %d | refusals | most | lost | attempts a message |",
                seeds);
        line("|---|---|---|---|---|---|---|---|---|");
        for (Scenario scenario : Scenario.values()) {
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

    /** What one could reach in B who sees a drop at once, and a rise when looking, which costs a refusal each time. */
    private void addLooking(int seeds) {
        line("%n| B, looked every | goodput | worst of %d | looks |%n|---|---|---|---|", seeds);
        for (double every : new double[] {0.5, 1, 2, 5, 10, 20}) {
            long looksEvery = (long) (every * Limits.SECOND);
            Scenario scenario = Scenario.B_CHANGING_QUOTA;
            Comparison looking = Comparison.of(
                    scenario, seed -> new OracleSender(scenario.limits(seed), Scenario.MAX_LANES, looksEvery), seeds);
            line(
                    "| %.1f s | %.3f | %.3f | %.0f |",
                    every, looking.goodput(), looking.worstGoodput(), looking.drain() / every);
        }
    }

    /** How soon a quota that has changed is used, or kept, within one. */
    private void addChanges() {
        line("%n| a quota changes | 421 at connect, s | most | 432 after DATA, s | most |%n|---|---|---|---|---|");
        int[][] changes = {{5, 10}, {3, 6}, {2, 4}, {1, 2}, {6, 3}, {8, 2}};
        for (int[] change : changes) {
            DoubleSummaryStatistics atConnect = secondsUntilFollowed(change[0], change[1], false);
            DoubleSummaryStatistics afterData = secondsUntilFollowed(change[0], change[1], true);
            line(
                    "| from %d to %d | %.1f | %.1f | %.1f | %.1f |",
                    change[0],
                    change[1],
                    atConnect.getAverage(),
                    atConnect.getMax(),
                    afterData.getAverage(),
                    afterData.getMax());
        }
    }

    private static DoubleSummaryStatistics secondsUntilFollowed(int before, int after, boolean afterData) {
        return LongStream.rangeClosed(1, 20)
                .mapToDouble(seed -> secondsUntilFollowed(before, after, afterData, seed, 100 + 10 * seed))
                .summaryStatistics();
    }

    private static double secondsUntilFollowed(int before, int after, boolean afterData, long seed, long second) {
        long at = second * Limits.SECOND;
        Limits limits = new Limits().quota(before).quotaFrom(at, after);
        limits.quotaAfterData = afterData;
        AdaptiveSender sender = new AdaptiveSender(Scenario.MAX_LANES);
        int messages = 12_000 + (int) (second * before * MESSAGES_AN_HOUR / 3_600);
        Simulation.run(new SimulatedServer(limits, Chance.ofServer(seed)), sender, messages);
        return sender.secondsUntil(
                at, lanes -> after > before ? lanes >= Math.max(after - 1, before + 1) : lanes <= after + 1);
    }

    /** How often a quota is tried that does not change, and how soon it is found that it has doubled in the end. */
    private void addLongRuns() {
        line("%n| it has held for | messages | refusals of one | of two | of five | from 1 to 2, s | most |");
        line("|---|---|---|---|---|---|---|");
        for (int hours : new int[] {1, 4, 8}) {
            DoubleSummaryStatistics found = LongStream.rangeClosed(1, 10)
                    .mapToDouble(seed -> secondsUntilFollowed(1, 2, false, seed, hours * 3_600 + 10 * seed))
                    .summaryStatistics();
            line(
                    "| %d h | %,d a lane | %d | %d | %d | %.1f | %.1f |",
                    hours,
                    hours * MESSAGES_AN_HOUR,
                    refusalsInHours(hours, 1),
                    refusalsInHours(hours, 2),
                    refusalsInHours(hours, 5),
                    found.getAverage(),
                    found.getMax());
        }
    }

    /** How many refusals a quota costs that does not change, as long as it is used up. */
    static int refusalsInHours(int hours, int quota) {
        SimulatedServer server = new SimulatedServer(new Limits().quota(quota), Chance.ofServer(1));
        return Simulation.run(server, new AdaptiveSender(Scenario.MAX_LANES), hours * MESSAGES_AN_HOUR * quota)
                .refusals();
    }

    private void addOthers(int seeds) {
        StringBuilder head = new StringBuilder("| scenario |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Competitor competitor : Competitor.values()) {
            head.append(' ').append(competitor.text).append(" |");
            rule.append("---|");
        }
        line("%n%s%n%s", head, rule);
        for (Scenario scenario : Scenario.values()) {
            StringBuilder row = new StringBuilder("| " + scenario.letter() + " |");
            for (Competitor competitor : Competitor.values()) {
                Comparison theirs = Comparison.of(scenario, competitor::sender, seeds);
                row.append(String.format(
                        Locale.ROOT, " %.2f / %.0f / %.0f |", theirs.goodput(), theirs.refusals(), theirs.lost()));
            }
            line("%s", row);
        }
    }

    /** Ours, and the best of many fixed numbers of lanes and of messages a minute. */
    private void addTarpits() {
        line("%n| a tarpit | lanes at most | best: lanes | a minute | s | ours, s | goodput | longest answer, s |");
        line("|---|---|---|---|---|---|---|---|");
        tarpit(30, 1, Scenario.MAX_LANES);
        tarpit(60, 1, Scenario.MAX_LANES);
        tarpit(120, 1, Scenario.MAX_LANES);
        tarpit(60, 10, Scenario.MAX_LANES);
        tarpit(60, 30, Scenario.MAX_LANES);
        tarpit(60, 1, 1);
        tarpit(60, 10, 1);
        tarpit(60, 30, 1);
    }

    private void tarpit(int from, int step, int maxLanes) {
        Limits tarpit = new Limits().tarpit(from, step * Limits.SECOND);
        SimulatedServer server = new SimulatedServer(tarpit, Chance.ofServer(1));
        double ours = Simulation.run(server, new AdaptiveSender(maxLanes), TARPIT_MESSAGES)
                .drain();
        FixedPace best = IntStream.rangeClosed(1, maxLanes)
                .boxed()
                .flatMap(lanes -> paces(from).mapToObj(pace -> FixedPace.tried(lanes, pace, tarpit)))
                .min(Comparator.comparingDouble(FixedPace::drain))
                .orElseThrow();
        line(
                "| from %d a minute, %d s each | %d | %d | %s | %.0f | %.0f | %.3f | %.0f |",
                from,
                step,
                maxLanes,
                best.lanes,
                best.pace == Limits.NONE ? "any" : best.pace,
                best.drain,
                ours,
                best.drain / ours,
                server.longestTarpit() / (double) Limits.SECOND);
    }

    private static IntStream paces(int from) {
        return IntStream.of(80, 90, 95, 100, 105, 110, 120, 150, 200, 10_000)
                .map(percent -> percent == 10_000 ? Limits.NONE : from * percent / 100);
    }

    /** So many lanes, so many messages a minute, and how long they took in a tarpit. */
    private record FixedPace(int lanes, int pace, double drain) {

        static FixedPace tried(int lanes, int pace, Limits tarpit) {
            Limits kept = new Limits().quota(lanes).rate(pace, 60 * Limits.SECOND, Limits.Counting.BUCKET);
            SimulatedServer server = new SimulatedServer(tarpit, Chance.ofServer(1));
            Result result = Simulation.run(server, new OracleSender(kept, lanes), TARPIT_MESSAGES);
            return new FixedPace(lanes, pace, result.drain());
        }
    }

    /** Two senders that do not know of each other share a quota of 6; the second one comes 20 seconds later. */
    private void addShared() {
        Simulation simulation = new Simulation(new SimulatedServer(new Limits().quota(6), Chance.ofServer(1)));
        Simulation.Client first = simulation.add(new AdaptiveSender(Scenario.MAX_LANES), 3_000, 0);
        Simulation.Client second = simulation.add(new AdaptiveSender(Scenario.MAX_LANES), 3_000, 20 * Limits.SECOND);
        simulation.run();
        line(
                "%nTwo share a quota of 6, 3,000 messages each: ready after %.0f s with %d refusals, and %.0f s with %d.",
                first.result().drain(),
                first.result().refusals(),
                second.result().drain(),
                second.result().refusals());
    }

    private void addWhatSocketsAreComparedWith() {
        line("%n| scenario | messages | seconds | refusals |%n|---|---|---|---|");
        fixed("connections 5, 421 at connect", 600, new Limits().quota(5));
        fixed("connections 3, 432 after DATA", 600, new Limits().quota(3).quotaAfterData());
        fixed("100 a minute", 400, new Limits().rate(100, 60 * Limits.SECOND, Limits.Counting.SLIDING));
        Limits all = new Limits().quota(3).rate(30, 60 * Limits.SECOND, Limits.Counting.SLIDING);
        fixed("connections 3, 30 a minute, 20 a session", 150, all.sessionCap(20));
        fixed("greylist of 300 s", 300, new Limits().greylist(300 * Limits.SECOND));
    }

    private void fixed(String name, int messages, Limits limits) {
        Result result =
                Simulation.run(new SimulatedServer(limits, Chance.ofServer(1)), new AdaptiveSender(20), messages);
        line("| %s | %d | %.0f | %d |", name, messages, result.drain(), result.refusals());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format + "%n", values));
    }
}

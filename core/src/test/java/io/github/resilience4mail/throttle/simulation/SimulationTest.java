/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every scenario is held to what has been reached: whoever makes one worse has to know of it. */
class SimulationTest {

    /**
     * What has been reached over 10 seeds and over 50, whichever is worse, rounded to the worse side.
     *
     * @param goodput the worst, relative to the oracle's
     * @param meanGoodput the average of it
     * @param refusals the most that were provoked beyond the oracle's
     */
    private record Bound(double goodput, double meanGoodput, int refusals) {}

    private static final Map<Scenario, Bound> BOUNDS = new EnumMap<>(Map.ofEntries(
            Map.entry(Scenario.A_QUOTA, new Bound(0.975, 0.987, 8)),
            Map.entry(Scenario.B_CHANGING_QUOTA, new Bound(0.762, 1.09, 15)),
            Map.entry(Scenario.C_QUOTA_AFTER_DATA, new Bound(0.987, 0.996, 10)),
            Map.entry(Scenario.D_PER_MINUTE, new Bound(0.985, 0.991, 11)),
            Map.entry(Scenario.E_STRICT, new Bound(0.983, 0.99, 15)),
            Map.entry(Scenario.F_PER_SECOND, new Bound(0.982, 0.994, 14)),
            Map.entry(Scenario.G_ALL, new Bound(0.987, 0.991, 10)),
            Map.entry(Scenario.H_GREYLIST, new Bound(0.952, 0.977, 19)),
            Map.entry(Scenario.I_NOISE, new Bound(0.95, 0.987, 8)),
            Map.entry(Scenario.J_SLOW_RELEASE, new Bound(0.987, 1.0, 10)),
            Map.entry(Scenario.K_CLOCK_WINDOW, new Bound(0.982, 0.994, 14)),
            Map.entry(Scenario.L_BUCKET, new Bound(1.026, 1.048, 14)),
            Map.entry(Scenario.M_PER_HOUR, new Bound(0.986, 0.99, 15))));

    private static void check(Scenario scenario, int seeds) {
        Comparison ours = Comparison.of(scenario, seed -> new AdaptiveSender(Scenario.MAX_LANES), seeds);
        Bound bound = BOUNDS.get(scenario);
        assertThat(ours.lost()).as("lost, " + scenario.text).isZero();
        assertThat(ours.worstGoodput()).as("worst goodput, " + scenario.text).isGreaterThanOrEqualTo(bound.goodput());
        assertThat(ours.goodput()).as("mean goodput, " + scenario.text).isGreaterThanOrEqualTo(bound.meanGoodput());
        assertThat(ours.mostRefusals()).as("refusals, " + scenario.text).isLessThanOrEqualTo(bound.refusals());
    }

    @ParameterizedTest
    @EnumSource
    void itIsAsFastAndAsPoliteAsItHasBeen(Scenario scenario) {
        check(scenario, 10);
    }

    @Tag("long")
    @ParameterizedTest
    @EnumSource
    void itIsAsFastAndAsPoliteAsItHasBeenOverFiftySeeds(Scenario scenario) {
        check(scenario, 50);
    }

    @Tag("long")
    @Test
    @Timeout(300)
    void theTablesOfTheDocumentationAreWritten() throws IOException {
        String tables = SimulationTable.of(50, 3);
        Files.writeString(Path.of("target", "throttle-simulation.md"), tables);
        for (Scenario scenario : Scenario.values()) {
            assertThat(tables).contains("| " + scenario.letter() + " " + scenario.text + " |");
        }
    }

    /** Seeds that lie side by side have to differ as much as any: else all of them are one. */
    @ParameterizedTest
    @EnumSource
    void fiftySeedsDrawTheWholeRange(Scenario scenario) {
        LongSummaryStatistics service = LongStream.rangeClosed(1, 50)
                .map(seed -> scenario.limits(seed).service)
                .summaryStatistics();
        assertThat(service.getMin()).isLessThan(Limits.SECOND / 4 * 70 / 100);
        assertThat(service.getMax()).isGreaterThan(Limits.SECOND / 4 * 130 / 100);
    }

    @ParameterizedTest
    @EnumSource
    void theSameSeedGivesTheSameRun(Scenario scenario) {
        Result first = Simulation.run(scenario.server(7), new AdaptiveSender(8), 200);
        Result second = Simulation.run(scenario.server(7), new AdaptiveSender(8), 200);
        assertThat(second).isEqualTo(first);
    }

    /** The published experiment: client limit 20, quota 5, 1,000 deliveries; a message at a time over each connection. */
    @Test
    void ofAThousandDeliveriesToAQuotaOfFiveLessThanOneInAHundredIsRefused() {
        Limits limits = new Limits().quota(5);
        Result result = Simulation.run(new SimulatedServer(limits, Chance.ofServer(1)), new AdaptiveSender(20), 1_000);
        assertThat(result.refusals()).isLessThanOrEqualTo(10);
        assertThat(result.drain()).isCloseTo(51, within(2.0));
    }

    private static final long CHANGE = 200 * Limits.SECOND;

    private static Limits changing(int before, int after, boolean afterData) {
        Limits limits = new Limits().quota(before).quotaFrom(CHANGE, after);
        return afterData ? limits.quotaAfterData() : limits;
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "3, false", "5, false", "1, true", "2, true", "3, true", "5, true"})
    void aQuotaThatHasRisenToDoubleIsUsedWithinAMinute(int before, boolean afterData) {
        for (long seed = 1; seed <= 10; seed++) {
            AdaptiveSender sender = new AdaptiveSender(20);
            Limits limits = changing(before, 2 * before, afterData);
            Simulation.run(new SimulatedServer(limits, Chance.ofServer(seed)), sender, 5_000);
            assertThat(sender.secondsUntil(CHANGE, lanes -> lanes >= Math.max(before + 1, 2 * before - 1)))
                    .as("seed %d", seed)
                    .isLessThan(60);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aQuotaThatHasRisenToDoubleAfterAnHourIsStillUsedWithinAMinute(int before) {
        for (long seed = 1; seed <= 5; seed++) {
            long risen = (3_500 + 20 * seed) * Limits.SECOND;
            AdaptiveSender sender = new AdaptiveSender(20);
            Limits limits = new Limits().quota(before).quotaFrom(risen, 2 * before);
            Simulation.run(new SimulatedServer(limits, Chance.ofServer(seed)), sender, 18_000 * before);
            assertThat(sender.secondsUntil(risen, lanes -> lanes > before))
                    .as("seed %d", seed)
                    .isLessThan(60);
        }
    }

    @Test
    void theLongerAQuotaHoldsTheMoreRarelyItIsTried() {
        assertThat(SimulationTable.refusalsInHours(1, 2)).isLessThanOrEqualTo(76);
        assertThat(SimulationTable.refusalsInHours(8, 2)).isLessThanOrEqualTo(330);
    }

    @Test
    void aQuotaOfMessagesAtOnceThatHasDroppedIsKeptWithinASecond() {
        for (long seed = 1; seed <= 10; seed++) {
            AdaptiveSender sender = new AdaptiveSender(20);
            Simulation.run(new SimulatedServer(changing(5, 2, true), Chance.ofServer(seed)), sender, 5_000);
            assertThat(sender.secondsUntil(CHANGE, lanes -> lanes <= 3))
                    .as("seed %d", seed)
                    .isLessThan(1);
        }
    }

    /** The server keeps what is open, and the second looks take their time. */
    @Test
    void aQuotaOfConnectionsThatHasDroppedCostsNotMoreThanADozenRefusals() {
        for (long seed = 1; seed <= 10; seed++) {
            Simulation simulation = new Simulation(new SimulatedServer(changing(8, 2, false), Chance.ofServer(seed)));
            Simulation.Client client = simulation.add(new AdaptiveSender(20), 7_500, 0);
            simulation.run();
            assertThat(client.result().lost()).isZero();
            int unchanged = Simulation.run(
                            new SimulatedServer(new Limits().quota(8), Chance.ofServer(seed)),
                            new AdaptiveSender(20),
                            7_500)
                    .refusals();
            assertThat(client.result().refusals() - unchanged).isLessThanOrEqualTo(12);
        }
    }

    @Test
    void aTarpitIsNoReasonToStop() {
        Limits limits = new Limits().service(20 * Limits.SECOND);
        Result result = Simulation.run(new SimulatedServer(limits, Chance.ofServer(1)), new AdaptiveSender(8), 300);
        assertThat(result.refusals()).isZero();
        assertThat(result.drain()).isLessThan(300 / 8 * 20 * 2);
    }

    @Test
    void aTarpitThatHoldsTheOnlyLaneIsSentNoMoreThanItAnswersAtOnce() {
        for (int seed = 1; seed <= 5; seed++) {
            Limits limits = new Limits().tarpit(60, 30 * Limits.SECOND);
            Result result =
                    Simulation.run(new SimulatedServer(limits, Chance.ofServer(seed)), new AdaptiveSender(1), 2_000);
            assertThat(result.drain()).isLessThan(2_200);
        }
    }

    @Test
    void eachOfTheOthersEndsOrGivesUpAndLosesOnlyWhatItsRuleLoses() {
        for (Competitor competitor : Competitor.values()) {
            Result result = Simulation.run(Scenario.A_QUOTA.server(1), competitor.sender(1), 100);
            assertThat(result.isComplete()).as(competitor.text).isTrue();
            assertThat(result.lost() > 0).as(competitor.text).isEqualTo(competitor == Competitor.THREE_TRIES);
        }
    }

    @Test
    void twoThatShareAQuotaBothFinish() {
        Simulation simulation = new Simulation(new SimulatedServer(new Limits().quota(6), Chance.ofServer(1)));
        Simulation.Client first = simulation.add(new AdaptiveSender(20), 500, 0);
        Simulation.Client second = simulation.add(new AdaptiveSender(20), 500, 20 * Limits.SECOND);
        simulation.run();
        assertThat(first.result().isComplete()).isTrue();
        assertThat(second.result().isComplete()).isTrue();
    }
}

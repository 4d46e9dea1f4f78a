/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

import java.util.function.LongFunction;

/**
 * How one sender did against the one that knows the limits, over some seeds.
 *
 * @param goodput the oracle's time divided by this one's, on average
 * @param worstGoodput the smallest of them
 * @param drain seconds until the last message was accepted, on average
 * @param refusals how many were provoked, not by chance, beyond those of the oracle, on average
 * @param mostRefusals the largest of them
 * @param lost messages, on average
 * @param attempts a message, on average
 */
record Comparison(
        double goodput,
        double worstGoodput,
        double drain,
        double refusals,
        int mostRefusals,
        double lost,
        double attempts) {

    static Comparison of(Scenario scenario, LongFunction<Sender> senders, int seeds) {
        double goodput = 0;
        double worst = Double.POSITIVE_INFINITY;
        double drain = 0;
        double refusals = 0;
        int most = Integer.MIN_VALUE;
        double lost = 0;
        double attempts = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            SimulatedServer server = scenario.server(seed);
            SimulatedServer oraclesServer = scenario.server(seed);
            Result result = Simulation.run(server, senders.apply(seed), scenario.messages);
            Result oracle = Simulation.run(oraclesServer, oracle(scenario, seed), scenario.messages);
            double relative = oracle.drain() / result.drain();
            int more = (result.refusals() - server.byChance()) - (oracle.refusals() - oraclesServer.byChance());
            goodput += relative / seeds;
            worst = Math.min(worst, relative);
            drain += result.drain() / seeds;
            refusals += (double) more / seeds;
            most = Math.max(most, more);
            lost += (double) result.lost() / seeds;
            attempts += result.attemptsPerMessage() / seeds;
        }
        return new Comparison(goodput, worst, drain, refusals, most, lost, attempts);
    }

    private static Sender oracle(Scenario scenario, long seed) {
        return new OracleSender(scenario.limits(seed), Scenario.MAX_LANES);
    }

    static double oracleDrain(Scenario scenario, int seeds) {
        double drain = 0;
        for (long seed = 1; seed <= seeds; seed++) {
            drain += Simulation.run(scenario.server(seed), oracle(scenario, seed), scenario.messages)
                            .drain()
                    / seeds;
        }
        return drain;
    }
}

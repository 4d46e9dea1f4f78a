/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle.simulation;

/** Prints how the senders do. */
final class SimulationTable {

    private SimulationTable() {}

    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        for (Scenario s : Scenario.values()) {
            if (args.length > 1 && !s.name().startsWith(args[1])) {
                continue;
            }
            double worst = 9;
            double sum = 0;
            long worstSeed = 0;
            int most = -1000000;
            long mostSeed = 0;
            double sumRefusals = 0;
            double drain = 0;
            double oracleDrain = 0;
            int oracleRefusals = 0;
            for (long seed = Long.getLong("first", 1); seed <= seeds; seed++) {
                Result oracle = Simulation.run(
                        s.server(seed), new OracleSender(s.limits(seed), Scenario.MAX_LANES), s.messages);
                AdaptiveSender sender = new AdaptiveSender(Scenario.MAX_LANES);
                Result ours = Simulation.run(s.server(seed), sender, s.messages);
                double goodput = oracle.drain() / ours.drain();
                int more = ours.refusals() - oracle.refusals();
                if (args.length > 2) {
                    System.out.printf(
                            "  seed %d oracle %.1f/%d ours %.1f/%d %.3f %s%n",
                            seed,
                            oracle.drain(),
                            oracle.refusals(),
                            ours.drain(),
                            ours.refusals(),
                            goodput,
                            sender.limit());
                }
                if (goodput < worst) {
                    worst = goodput;
                    worstSeed = seed;
                }
                if (more > most) {
                    most = more;
                    mostSeed = seed;
                }
                sum += goodput;
                sumRefusals += more;
                drain += ours.drain();
                oracleDrain += oracle.drain();
                oracleRefusals += oracle.refusals();
            }
            System.out.printf(
                    "%-20s oracle %7.1f/%d ours %7.1f goodput mean %.3f worst %.3f (seed %d) more refusals mean %.1f most %d (seed %d)%n",
                    s.name(),
                    oracleDrain / seeds,
                    oracleRefusals / seeds,
                    drain / seeds,
                    sum / seeds,
                    worst,
                    worstSeed,
                    sumRefusals / seeds,
                    most,
                    mostSeed);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How many messages a second go through, ours and others', against one sink, in the same process or Postfix' own: 2 KB to
 * one recipient. All take turns, round by round. The time of a message is what the sink in the process sees: how long a
 * connection was busy with it.
 */
@SuppressWarnings("SystemOut")
public final class Speed {

    private static final int ROUNDS = 7;

    private static final String POSTFIX = "smtp-sink";

    private final Sink sink;
    private final int connections;
    private final int messages;
    private final List<Entrant> entrants = new ArrayList<>();

    /** What one round of one peer brought. */
    private record Round(double perSecond, double cpuMicros, double kilobytes, List<Long> nanos) {}

    /** One who takes part, and its rounds so far. */
    private record Entrant(Peer peer, Peer.Fleet fleet, List<Round> rounds) {}

    private Speed(Sink sink, int connections, int messages) {
        this.sink = sink;
        this.connections = connections;
        this.messages = messages;
    }

    /**
     * Prints tables for 1, 4 and 16 connections.
     *
     * @param args how many messages in each round, 10,000 by default: fewer are over before the machine has settled; and the
     *     round-trip time in milliseconds, 0 by default: otherwise the messages are those for one connection, and more
     *     connections get more of them; or {@code smtp-sink} instead of it
     * @throws Exception if a message could not be sent
     */
    public static void main(String[] args) throws Exception {
        int messages = args.length > 0 ? Integer.parseInt(args[0]) : 10_000;
        String away = args.length > 1 ? args[1] : "0";
        if (args.length > 2) {
            runOne(messages, away, Integer.parseInt(args[2]));
            return;
        }
        System.out.printf(
                Locale.ROOT,
                "%s %s, %d processors, load %.1f; %s; %d rounds in turn, medians%n",
                System.getProperty("java.vm.name"),
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                away.equals(POSTFIX) ? POSTFIX : "round trip " + away + " ms",
                ROUNDS);
        for (int connections : new int[] {1, 4, 16}) {
            // Simple Java Mail's first pool decides the size of all later ones in the same machine
            fork(messages, away, connections);
        }
    }

    private static void fork(int messages, String away, int connections) throws Exception {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Speed.class.getName(),
                        String.valueOf(messages),
                        away,
                        String.valueOf(connections))
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the run with " + connections + " connections failed");
        }
    }

    private static void runOne(int messages, String away, int connections) throws Exception {
        boolean postfix = away.equals(POSTFIX);
        Duration roundTrip = postfix ? Duration.ZERO : Duration.ofMillis(Long.parseLong(away));
        try (Sink sink = postfix ? new PostfixSink() : new LeanSmtpSink(roundTrip)) {
            int all = roundTrip.isZero() ? messages : messages * connections;
            new Speed(sink, connections, all).run();
        }
        System.exit(0);
    }

    private void run() throws Exception {
        for (Peer peer : Peer.values()) {
            entrants.add(new Entrant(peer, peer.fleet(sink.port(), connections), new ArrayList<>()));
        }
        for (Entrant entrant : entrants) {
            entrant.fleet().sender().ready(messages).run();
        }
        for (int i = 0; i < ROUNDS; i++) {
            for (Entrant entrant : entrants) {
                entrant.rounds().add(round(entrant.fleet()));
            }
        }
        for (Entrant entrant : entrants) {
            entrant.fleet().end().run();
        }
        print();
    }

    private Round round(Peer.Fleet fleet) throws Exception {
        Peer.Work work = fleet.sender().ready(messages);
        long before = sink.messages();
        sink.beginRound();
        long[] cost = cost();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        long[] costAfter = cost();
        if (before >= 0 && sink.messages() - before != messages) {
            throw new IllegalStateException(sink.messages() - before + " of " + messages + " messages arrived");
        }
        return new Round(
                messages / seconds,
                (costAfter[0] - cost[0]) / 1e3 / messages,
                (costAfter[1] - cost[1]) / 1024.0 / messages,
                sink.nanosOfMessages());
    }

    /** Processor time of this process without the sink, and bytes allocated by the threads that are not the sink's. */
    private long[] cost() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long[] cost = {system.getProcessCpuTime() - sink.cpuOfEnded(), 0};
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(LeanSmtpSink.THREADS)) {
                cost[0] -= Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            } else if (thread != null) {
                cost[1] += Math.max(0, threads.getThreadAllocatedBytes(thread.getThreadId()));
            }
        }
        return cost;
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }

    /** In milliseconds; not a number if the sink tells nothing. */
    private static double quantile(List<Long> sortedNanos, int percent) {
        return sortedNanos.isEmpty() ? Double.NaN : sortedNanos.get(sortedNanos.size() * percent / 100) / 1e6;
    }

    private void print() {
        List<Round> kept = entrants.stream()
                .filter(entrant -> entrant.peer() == Peer.ANGUS_KEPT)
                .findFirst()
                .orElseThrow()
                .rounds();
        System.out.printf(
                Locale.ROOT,
                "%n%d connections, %d messages a round%n%-32s %10s %9s %9s %9s %9s %9s%n",
                connections,
                messages,
                "",
                "messages/s",
                "/ Angus",
                "p50 ms",
                "p99 ms",
                "CPU us",
                "KB");
        for (Entrant entrant : entrants) {
            List<Round> own = entrant.rounds();
            List<Double> ratios = new ArrayList<>();
            for (int i = 0; i < own.size(); i++) {
                ratios.add(own.get(i).perSecond() / kept.get(i).perSecond());
            }
            List<Long> nanos =
                    own.stream().flatMap(r -> r.nanos().stream()).sorted().toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-32s %10.1f %9.2f %9.2f %9.2f %9.0f %9.1f%n",
                    entrant.peer().title(),
                    median(own.stream().map(Round::perSecond).toList()),
                    median(ratios),
                    quantile(nanos, 50),
                    quantile(nanos, 99),
                    median(own.stream().map(Round::cpuMicros).toList()),
                    median(own.stream().map(Round::kilobytes).toList()));
        }
    }
}

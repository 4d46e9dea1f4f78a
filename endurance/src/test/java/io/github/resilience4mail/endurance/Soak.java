/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends by all ways at the same time, for a long time, in rounds. Each round has a server of its own at the same port, so
 * that its books are thrown away and all connections are lost. The senders, the runtime and the session stay.
 */
final class Soak {

    private static final int FACTOR = 8_000;
    private static final double INTENSITY = 1;

    private static final MailRetryPolicy POLICY =
            MailRetryPolicy.builder().deadline(Duration.ofHours(6)).build();

    private final Timekeeper time = AcceleratedTimekeeper.of(FACTOR, 1);
    private final Client client = new Client(Client.Security.LOGIN, MailRuntime.with(time), POLICY);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Duration length;
    private final Duration round;
    private final Tally tally = new Tally();

    Soak(Duration length, Duration round) {
        this.length = length;
        this.round = round;
    }

    /** Returns what was measured after each round. */
    List<Vitals> run() throws Exception {
        int port;
        try (ScriptedSmtpServer reserved = ScriptedSmtpServer.builder().start()) {
            port = reserved.port();
        }
        List<Vitals> measured = new ArrayList<>();
        try (Senders senders = new Senders(client.session("127.0.0.1", port), client.policy(), tally)) {
            long start = System.nanoTime();
            while (System.nanoTime() - start < length.toNanos()) {
                sendForOneRound(senders, port, measured.size() + 1);
                measured.add(Vitals.now(Duration.ofNanos(System.nanoTime() - start), tally.letters()));
            }
        } finally {
            executor.shutdownNow();
        }
        return measured;
    }

    /**
     * A method of its own, so that no frame holds the server any longer: its books are the larger the faster the machine
     * is, and that would count as growth.
     */
    private void sendForOneRound(Senders senders, int port, int number) throws Exception {
        ScriptedSmtpServer server = Faults.addTo(client.security().server(), INTENSITY, number)
                .timekeeper(time)
                .transcriptLimit(0)
                .port(port)
                .start();
        try (server) {
            long end = System.nanoTime() + round.toNanos();
            List<Future<?>> working = new ArrayList<>();
            for (Senders.Work work : senders.all()) {
                working.add(executor.submit(() -> {
                    work.run(end);
                    return null;
                }));
            }
            for (Future<?> one : working) {
                one.get();
            }
        }
    }

    Tally tally() {
        return tally;
    }
}

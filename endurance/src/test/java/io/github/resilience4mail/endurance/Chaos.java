/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.endurance.Client.Security;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.time.Duration;

/**
 * One run: letters through a server at which everything fails now and then.
 *
 * @param seed from which all of its chance comes
 * @param letters how many
 * @param intensity how much fails, 1 for a bad day
 */
record Chaos(long seed, int letters, double intensity) {

    /** An hour takes half a second. */
    private static final int FACTOR = 8_000;

    /** Enough for almost all: some should come back deferred. */
    private static final MailRetryPolicy POLICY =
            MailRetryPolicy.builder().deadline(Duration.ofHours(12)).build();

    Security security() {
        return Security.values()[(int) (seed % Security.values().length)];
    }

    Audit run(Host host) throws Exception {
        AcceleratedTimekeeper time = AcceleratedTimekeeper.of(FACTOR, seed);
        Client client = new Client(security(), MailRuntime.with(time), POLICY);
        Books books = new Books();
        ScriptedSmtpServer server = Faults.addTo(security().server(), intensity, seed)
                .timekeeper(time)
                .transcriptLimit(0)
                .keepMessages()
                .start();
        try (server) {
            host.send(client.session(server), POLICY, Letter.several(letters, seed), books);
        }
        return Audit.of(Letter.several(letters, seed), books, server);
    }
}

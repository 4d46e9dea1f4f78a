/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.endurance.Client.Security;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
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

    private static final MailRetryPolicy POLICY =
            MailRetryPolicy.builder().deadline(Duration.ofHours(6)).build();

    Security security() {
        return Security.values()[(int) (seed % Security.values().length)];
    }

    Audit run(Host host) throws Exception {
        return run(host, security().server());
    }

    /** From some login on, the password is wrong. */
    Audit runUntilRefused(Host host, int login) throws Exception {
        Action refusal = Action.reply("535 5.7.8 The password has expired, " + Faults.TO_FIX);
        return run(host, security().server().on(SmtpPhase.AUTH, Occurrence.from(login), refusal));
    }

    private Audit run(Host host, ScriptedSmtpServer.Builder builder) throws Exception {
        Timekeeper time = AcceleratedTimekeeper.of(FACTOR, seed);
        // no cool-down ends while it runs
        MailRuntime runtime = new MailRuntime(time, RetryRegistry.ofDefaults(), Duration.ofDays(365));
        Client client = new Client(security(), runtime, POLICY);
        Books books = new Books();
        ScriptedSmtpServer server = Faults.addTo(builder, intensity, seed)
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.List;
import java.util.Optional;

/**
 * What a scenario asks of a host: letters, the server that they go to, and the circumstances. Each mission has a server,
 * a clock and an account of its own, so nothing that a host remembers may reach from one into the next.
 */
public final class Mission {

    private final Scenario scenario;
    private final ScriptedSmtpServer server;
    private final Timekeeper timekeeper;

    Mission(Scenario scenario, ScriptedSmtpServer server, Timekeeper timekeeper) {
        this.scenario = scenario;
        this.server = server;
        this.timekeeper = timekeeper;
    }

    /** {@return the server's host} */
    public String host() {
        return server.host();
    }

    /** {@return the server's port} */
    public int port() {
        return server.port();
    }

    /** {@return when to try again} */
    public MailRetryPolicy policy() {
        return scenario.policy();
    }

    /**
     * The clock to go by: all waiting has to go through it, since it is not real. It is the server's clock, too.
     *
     * @return time that stands still until somebody waits
     */
    public Timekeeper timekeeper() {
        return timekeeper;
    }

    /** {@return what to send, in order; all recipients are different} */
    public List<Letter> letters() {
        return scenario.letters();
    }

    /** {@return whom to log in as; empty to send without a login} */
    public Optional<Login> login() {
        return scenario.login();
    }

    /** {@return whether those accepted get a letter although others of its recipients are refused} */
    public boolean sendsPartially() {
        return scenario.sendsPartially();
    }

    /** {@return whether to begin TLS with STARTTLS, and to send nothing without it} */
    public boolean demandsTls() {
        return scenario.demandsTls();
    }

    /** {@return the scenario's name} */
    @Override
    public String toString() {
        return scenario.toString();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One row of the contract: what the server does, what is sent to it, and what has to come of it. Immutable. */
public final class Scenario {

    /** One thing about the server, in words and in deed. */
    private record Trait(String words, UnaryOperator<ScriptedSmtpServer.Builder> deed) {}

    private final String name;
    private final List<Trait> traits;
    private final MailRetryPolicy policy;
    private final List<Letter> letters;
    private final @Nullable Login login;
    private final boolean partially;
    private final boolean tls;
    private final boolean interrupting;
    private final Set<Capability> needs;
    private final Map<String, Expected> endings;
    private final @Nullable List<Span> waits;
    private final Count tries;
    private final @Nullable Count connections;
    private final @Nullable Integer logins;

    private Scenario(Builder builder) {
        name = builder.name;
        traits = List.copyOf(builder.traits);
        policy = builder.policy;
        letters = List.copyOf(builder.letters);
        login = builder.login;
        partially = builder.partially;
        tls = builder.tls;
        interrupting = builder.interrupting;
        needs = Set.copyOf(builder.needs);
        endings = new LinkedHashMap<>(builder.endings);
        waits = builder.waits;
        tries = builder.tries;
        connections = builder.connections;
        logins = builder.logins;
        check(letters.stream().flatMap(letter -> letter.recipients().stream()).toList());
    }

    private void check(List<String> recipients) {
        Set<String> different = new LinkedHashSet<>(recipients);
        if (different.isEmpty() || different.size() != recipients.size() || !different.equals(endings.keySet())) {
            throw new IllegalStateException(
                    "\"" + name + "\" has one ending for each of its recipients, who are all different");
        }
    }

    static Builder named(String name) {
        return new Builder(name);
    }

    /** {@return what has to come of it, as a sentence} */
    public String name() {
        return name;
    }

    ScriptedSmtpServer start(Timekeeper timekeeper) {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder().timekeeper(timekeeper);
        for (Trait trait : traits) {
            builder = trait.deed().apply(builder);
        }
        return builder.start();
    }

    /** What the server does out of the ordinary, in words. */
    List<String> script() {
        return traits.stream().map(Trait::words).toList();
    }

    MailRetryPolicy policy() {
        return policy;
    }

    List<Letter> letters() {
        return letters;
    }

    Optional<Login> login() {
        return Optional.ofNullable(login);
    }

    boolean sendsPartially() {
        return partially;
    }

    boolean demandsTls() {
        return tls;
    }

    /** Whether the thread that waits is interrupted when it begins to. */
    boolean isInterrupting() {
        return interrupting;
    }

    Set<Capability> needs() {
        return needs;
    }

    Map<String, Expected> endings() {
        return endings;
    }

    /** How long it is from each try to the next, for the server; empty if only their number matters. */
    Optional<List<Span>> waits() {
        return Optional.ofNullable(waits);
    }

    Count tries() {
        return tries;
    }

    Optional<Count> connections() {
        return Optional.ofNullable(connections);
    }

    Optional<Integer> logins() {
        return Optional.ofNullable(logins);
    }

    /** {@return its name} */
    @Override
    public String toString() {
        return name;
    }

    /** Writes a row of the table. */
    static final class Builder {

        private final String name;
        private final List<Trait> traits = new ArrayList<>();
        private final List<Letter> letters = new ArrayList<>();
        private final Map<String, Expected> endings = new LinkedHashMap<>();
        private final Set<Capability> needs = EnumSet.noneOf(Capability.class);
        private MailRetryPolicy policy = MailRetryPolicy.defaults();
        private boolean partially = true;
        private boolean tls;
        private boolean interrupting;
        private Count tries = Count.exactly(1);
        private @Nullable Login login;
        private @Nullable List<Span> waits;
        private @Nullable Count connections;
        private @Nullable Integer logins;

        private Builder(String name) {
            this.name = name;
        }

        /** A line of the server's script. */
        Builder on(SmtpPhase phase, Occurrence occurrence, Action action) {
            return server(phase + ", " + occurrence + ": " + action, server -> server.on(phase, occurrence, action));
        }

        /** How the server treats all its guests. */
        Builder manners(String words, UnaryOperator<Manners.Builder> manners) {
            return server(
                    words,
                    server -> server.serverWide(manners.apply(Manners.builder()).build()));
        }

        Builder server(String words, UnaryOperator<ScriptedSmtpServer.Builder> deed) {
            traits.add(new Trait(words, deed));
            return this;
        }

        Builder policy(UnaryOperator<MailRetryPolicy.Builder> change) {
            policy = change.apply(policy.toBuilder()).build();
            return this;
        }

        /** Something to send; without any there is one letter to all who have an ending, in alphabetical order. */
        Builder letter(String... recipients) {
            letters.add(Letter.to(recipients));
            return this;
        }

        /** The same letter, but too big for any buffer: its last line is not sent before the server has read. */
        Builder bigLetter(String... recipients) {
            letters.add(Letter.to(recipients).big());
            return this;
        }

        /** The server knows the user "u" with the password "right". */
        Builder login(String password) {
            login = new Login("u", password);
            needs(Capability.LOGS_IN);
            return server("wants a login", server -> server.user("u", "right").requireAuth());
        }

        /** The host has a password; what the server makes of it is another matter. */
        Builder hasPassword() {
            login = new Login("u", "right");
            return needs(Capability.LOGS_IN);
        }

        Builder allOrNobody() {
            partially = false;
            return needs(Capability.HOLDS_TOGETHER);
        }

        Builder demandingTls() {
            tls = true;
            return needs(Capability.DEMANDS_TLS);
        }

        Builder interruptedWhileWaiting() {
            interrupting = true;
            return needs(Capability.IS_INTERRUPTED);
        }

        Builder needs(Capability... capabilities) {
            needs.addAll(Arrays.asList(capabilities));
            return this;
        }

        Builder ends(String recipient, Expected ending) {
            endings.put(recipient, ending);
            return this;
        }

        Builder end(Collection<String> recipients, Expected ending) {
            recipients.forEach(recipient -> ends(recipient, ending));
            return this;
        }

        /** How long it is from each try to the next: one try more than waits. */
        Builder waits(Span... spans) {
            waits = List.of(spans);
            tries = Count.exactly(spans.length + 1);
            return this;
        }

        /** How many tries the server sees: mail transactions, and connections that do not come to one. */
        Builder tries(int least, int most) {
            tries = new Count(least, most);
            return this;
        }

        Builder tries(int number) {
            return tries(number, number);
        }

        Builder connections(int number) {
            connections = Count.exactly(number);
            return this;
        }

        Builder logins(int number) {
            logins = number;
            return this;
        }

        Scenario build() {
            if (letters.isEmpty()) {
                letter(endings.keySet().stream().sorted().toArray(String[]::new));
            }
            return new Scenario(this);
        }
    }
}

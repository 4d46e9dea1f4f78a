/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.everyNth;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.People.EVE;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.between;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A server that says goodbye is left, and found again over a new connection. */
final class ConnectionScenarios {

    private static final List<String> FIVE = People.ALL;

    private ConnectionScenarios() {}

    static List<Scenario> all() {
        return Stream.of(farewells(), limits()).flatMap(List::stream).toList();
    }

    private static List<Scenario> farewells() {
        return List.of(
                goodbye("after a 421 at MAIL a new connection is used", MAIL, true),
                goodbye("after a 421 at RCPT a new connection is used", RCPT, true),
                goodbye("after a 421 at DATA a new connection is used", DATA, true),
                goodbye("after a 421 to the whole letter a new connection is used", END_OF_DATA, true),
                goodbye("a server that says 421 and stays is left all the same", RCPT, false),
                named("a 421 at one recipient is about the connection, so nobody else is blamed")
                        .on(
                                RCPT,
                                first().to(BOB),
                                reply("421 4.3.2 Shutting down").thenClose())
                        .end(List.of(ANN, BOB, CAT), delivered().attempts(2))
                        .waits(between(Duration.ZERO, Duration.ofMillis(1_200)))
                        .connections(2)
                        .build());
    }

    private static Scenario goodbye(String name, SmtpPhase phase, boolean closes) {
        Action farewell = reply("421 4.3.2 Shutting down");
        return named(name)
                .on(phase, first(), closes ? farewell.thenClose() : farewell)
                .ends(ANN, delivered().attempts(2))
                .waits(seconds(1))
                .connections(2)
                .build();
    }

    private static List<Scenario> limits() {
        return List.of(
                eachAlone("a server that takes two letters in one connection gets five over several, without a failure")
                        .manners("takes 2 letters in one connection", manners -> manners.maxMessagesPerConnection(2))
                        .build(),
                eachAlone("a connection that died between two letters costs none of them an attempt")
                        .on(MAIL, everyNth(2), close())
                        .needs(Capability.KEEPS_CONNECTIONS)
                        .tries(5, 9)
                        .build(),
                eachAlone("a limit of the session at RCPT is answered with a new connection, at once")
                        .server(
                                "takes 2 letters in one connection for rcv.example",
                                server -> server.destination(
                                        "rcv.example",
                                        Manners.builder()
                                                .maxMessagesPerConnection(2)
                                                .build()))
                        .needs(Capability.KEEPS_CONNECTIONS)
                        .ends(CAT, delivered().attempts(2))
                        .ends(EVE, delivered().attempts(2))
                        .tries(7)
                        .connections(3)
                        .build());
    }

    private static Scenario.Builder eachAlone(String name) {
        Scenario.Builder builder =
                named(name).end(FIVE, delivered().attempts(1)).tries(5, 7);
        FIVE.forEach(builder::letter);
        return builder;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.AUTH;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.smtp.SmtpPhase.STARTTLS;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.fixConfig;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import java.util.List;
import java.util.stream.Stream;

/** What is wrong with the account is for a person to mend; nothing is tried again, and no password twice. */
final class AccountScenarios {

    private AccountScenarios() {}

    static List<Scenario> all() {
        return Stream.of(logins(), encryption(), relay()).flatMap(List::stream).toList();
    }

    private static List<Scenario> logins() {
        return List.of(
                named("who logs in with the right password may send")
                        .login("right")
                        .ends(ANN, delivered().attempts(1))
                        .waits()
                        .logins(1)
                        .build(),
                threeLetters("a refused password stops at once, and is not tried a second time", Reason.AUTH_FAILED)
                        .login("wrong")
                        .logins(1)
                        .build(),
                threeLetters(
                                "a password without a second factor is not tried a second time",
                                Reason.AUTH_MECHANISM_REFUSED)
                        .login("right")
                        .on(AUTH, every(), reply("534 5.7.9 Application-specific password required"))
                        .logins(1)
                        .build(),
                threeLetters(
                                "an account that must change its password is not tried a second time",
                                Reason.PASSWORD_CHANGE_REQUIRED)
                        .login("right")
                        .on(AUTH, every(), reply("432 4.7.12 A password transition is needed"))
                        .logins(1)
                        .build(),
                named("a connection lost while logging in says nothing about the password")
                        .login("right")
                        .on(AUTH, first(), close())
                        .ends(ANN, delivered())
                        .waits(seconds(1))
                        .logins(2)
                        .build(),
                once("a server that wants a login first is for a person to mend", Reason.AUTH_REQUIRED)
                        .server("wants a login", server -> server.user("u", "right")
                                .requireAuth())
                        .build(),
                named("a server that offers no way to log in that the host knows is for a person to mend")
                        .hasPassword()
                        .server("offers AUTH GSSAPI", server -> server.capability("AUTH GSSAPI"))
                        .ends(ANN, fixConfig(Reason.AUTH_NOT_OFFERED))
                        .waits()
                        .logins(0)
                        .build());
    }

    private static List<Scenario> encryption() {
        return List.of(
                once("a server that wants STARTTLS first is for a person to mend", Reason.TLS_REQUIRED)
                        .server("wants STARTTLS", server -> server.requireStartTls()
                                .withoutCapability("AUTH"))
                        .build(),
                named("nothing is said to a server that offers no STARTTLS to one who demands it")
                        .demandingTls()
                        .login("right")
                        .ends(ANN, fixConfig(Reason.TLS_NOT_OFFERED))
                        .waits()
                        .logins(0)
                        .build(),
                named("a server that cannot encrypt just now is tried again")
                        .demandingTls()
                        .server("offers STARTTLS", server -> server.startTls())
                        .on(STARTTLS, every(), reply("454 4.7.0 TLS not available due to temporary reason"))
                        .ends(ANN, deferred(Reason.TLS_UNAVAILABLE))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build());
    }

    private static List<Scenario> relay() {
        String denied = "550 5.7.1 Relaying denied";
        return List.of(
                once("a server that does not relay is for a person to mend", Reason.RELAY_DENIED)
                        .on(RCPT, every(), reply(denied))
                        .build(),
                once("so is one that says so with a code for temporary failures", Reason.RELAY_DENIED)
                        .on(RCPT, every(), reply("454 4.7.1 Relay access denied"))
                        .build(),
                named("a domain that is not relayed to does not stop the others")
                        .on(RCPT, every().to(BOB), reply(denied))
                        .letter(ANN)
                        .letter(BOB)
                        .letter(CAT)
                        .end(List.of(ANN, CAT), delivered().attempts(1))
                        .ends(BOB, fixConfig(Reason.RELAY_DENIED).attempts(1))
                        .tries(3)
                        .build(),
                threeLetters("an account that may not relay at all is stopped by its first letter", Reason.RELAY_DENIED)
                        .needs(Capability.STOPS_ACCOUNTS)
                        .on(RCPT, every(), reply(denied))
                        .build(),
                threeLetters(
                                "an account whose sender is not vouched for is stopped by its first letter",
                                Reason.SENDER_UNAUTHENTICATED)
                        .needs(Capability.STOPS_ACCOUNTS)
                        .on(
                                END_OF_DATA,
                                every(),
                                reply("550 5.7.26 Unauthenticated mail from this domain is not accepted"))
                        .build());
    }

    private static Scenario.Builder once(String name, Reason reason) {
        return named(name).end(List.of(ANN, BOB), fixConfig(reason).attempts(1)).waits();
    }

    /** Three letters, of which one is tried. */
    private static Scenario.Builder threeLetters(String name, Reason reason) {
        return named(name)
                .letter(ANN)
                .letter(BOB)
                .letter(CAT)
                .end(List.of(ANN, BOB, CAT), fixConfig(reason))
                .waits();
    }
}

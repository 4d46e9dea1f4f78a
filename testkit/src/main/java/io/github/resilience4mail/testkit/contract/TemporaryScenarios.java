/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.AUTH;
import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.rawReply;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.Occurrence.nth;
import static io.github.resilience4mail.testkit.Occurrence.upTo;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.minutes;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import java.util.List;

/** What a server cannot do just now is tried again, quickly at first. */
final class TemporaryScenarios {

    private TemporaryScenarios() {}

    static List<Scenario> all() {
        return List.of(
                untilConnected("a greeting 421 is tried again a second later")
                        .on(
                                CONNECT,
                                first(),
                                reply("421 4.3.2 Service not available").thenClose())
                        .build(),
                untilConnected("an EHLO refused with 421 is tried again a second later")
                        .on(
                                EHLO,
                                first(),
                                reply("421 4.3.2 Service not available").thenClose())
                        .build(),
                untilConnected("a login that cannot be checked just now is tried again a second later")
                        .login("right")
                        .on(AUTH, first(), reply("454 4.7.0 Temporary authentication failure"))
                        .logins(2)
                        .build(),
                once("MAIL refused with 451 is tried again a second later")
                        .on(MAIL, first(), reply("451 4.3.0 Try again later"))
                        .build(),
                once("RCPT refused with 451 is tried again a second later")
                        .on(RCPT, first(), reply("451 4.3.0 Try again later"))
                        .build(),
                once("DATA refused with 451 is tried again a second later")
                        .on(DATA, first(), reply("451 4.3.0 Try again later"))
                        .build(),
                once("a message refused with 451 after its last line is tried again a second later")
                        .on(END_OF_DATA, first(), reply("451 4.3.0 Try again later"))
                        .build(),
                once("a refusal without an enhanced status is understood by its code")
                        .on(RCPT, first(), reply("450 Try again later"))
                        .build(),
                once("a refusal of several lines is read whole")
                        .on(RCPT, first(), reply("451 4.3.0 We are", "very busy", "try again later"))
                        .build(),
                once("a reply that is none is a fault of the connection, and tried again")
                        .on(MAIL, first(), rawReply("nonsense\r\n"))
                        .build(),
                once("a 354 out of place is a fault of the connection, and tried again")
                        .on(MAIL, first(), reply("354 Go ahead"))
                        .build(),
                named("a server that is out of order three times is tried again after 1, 3 and 9 seconds")
                        .on(RCPT, upTo(3), reply("451 4.3.0 Try again later"))
                        .ends(ANN, delivered().attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                named("faults in different phases are counted together")
                        // in this order it does not matter whether RCPT was sent before MAIL was answered
                        .on(RCPT, first(), reply("451 4.3.0 Try again later"))
                        .on(MAIL, nth(2), reply("451 4.3.0 Try again later"))
                        .on(END_OF_DATA, first(), reply("451 4.3.0 Try again later"))
                        .ends(ANN, delivered().attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                named("a server that stays out of order for longer than the caller waits defers the letter")
                        .on(RCPT, every(), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, deferred(Reason.LOCAL_ERROR).attempts(4).again(minutes(15)))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build());
    }

    /** Who counts the failure depends on who makes the connection. */
    private static Scenario.Builder untilConnected(String name) {
        return named(name).ends(ANN, delivered()).waits(seconds(1));
    }

    private static Scenario.Builder once(String name) {
        return named(name).ends(ANN, delivered().attempts(2)).waits(seconds(1));
    }
}

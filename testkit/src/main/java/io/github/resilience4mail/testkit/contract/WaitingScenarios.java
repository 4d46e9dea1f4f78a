/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.acceptThenClose;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.Occurrence.upTo;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.givenUp;
import static io.github.resilience4mail.testkit.contract.Expected.unknown;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.between;
import static io.github.resilience4mail.testkit.contract.Span.minutes;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A delay that the server names is a minimum; a deadline, a lifetime and an interrupt end the waiting. */
final class WaitingScenarios {

    private static final String IN_FIVE_MINUTES = "451 4.7.1 Greylisted, please try again in 300 seconds";

    private WaitingScenarios() {}

    static List<Scenario> all() {
        return Stream.of(hints(), ends()).flatMap(List::stream).toList();
    }

    private static List<Scenario> hints() {
        return List.of(
                named("a greylisted recipient is tried again when the greylist opens")
                        .manners("greylists for 5 minutes", manners -> manners.greylisting(Duration.ofMinutes(5)))
                        .policy(policy -> policy.deadline(Duration.ofMinutes(10)))
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(300))
                        .build(),
                named("a delay that the server names is waited for, and no quick retry comes before")
                        .on(RCPT, first(), reply("450 4.2.0 Try again in 20 seconds"))
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(20))
                        .build(),
                named("a delay that the server names after the last line is waited for as well")
                        .on(END_OF_DATA, first(), reply("451 4.3.0 Please retry in 15 seconds"))
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(15))
                        .build(),
                named("a delay beyond the deadline is not waited for, but handed on")
                        .on(RCPT, every(), reply(IN_FIVE_MINUTES))
                        .ends(ANN, deferred(Reason.GREYLISTED).attempts(1).again(seconds(300)))
                        .waits()
                        .build(),
                named("those for whom there is time are not held up by a delay beyond the deadline")
                        .on(RCPT, every().to(ANN), reply(IN_FIVE_MINUTES))
                        .on(RCPT, first().to(BOB), reply("451 4.3.0 Try again later"))
                        .ends(ANN, deferred(Reason.GREYLISTED).attempts(1))
                        .ends(BOB, delivered().attempts(2))
                        .waits(seconds(1))
                        .build(),
                named("a delay of a month does not park a letter for a month")
                        .on(RCPT, every(), reply("451 4.7.1 Greylisted, please try again in 30 days"))
                        .ends(
                                ANN,
                                deferred(Reason.GREYLISTED)
                                        .attempts(1)
                                        .again(between(Duration.ofMinutes(5), Duration.ofHours(29))))
                        .waits()
                        .build());
    }

    private static List<Scenario> ends() {
        return List.of(
                named("nothing waits past its deadline: what would is deferred")
                        .policy(policy -> policy.deadline(Duration.ofSeconds(3)))
                        .on(RCPT, every(), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, deferred(Reason.LOCAL_ERROR).attempts(2).again(minutes(15)))
                        .waits(seconds(1))
                        .build(),
                named("a deadline of zero is a single attempt")
                        .policy(policy -> policy.deadline(Duration.ZERO))
                        .on(RCPT, every(), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, deferred(Reason.LOCAL_ERROR).attempts(1).again(minutes(15)))
                        .waits()
                        .build(),
                named("a deadline of zero is enough for what the server accepts")
                        .policy(policy -> policy.deadline(Duration.ZERO))
                        .end(List.of(ANN, BOB), delivered().attempts(1))
                        .waits()
                        .build(),
                named("a caller with an hour of time tries again after a quarter of one")
                        .policy(policy -> policy.deadline(Duration.ofHours(1)))
                        .on(RCPT, upTo(4), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, delivered().attempts(5))
                        .waits(seconds(1), seconds(3), seconds(9), minutes(15))
                        .build(),
                named("what has been tried for its whole lifetime is given up")
                        .policy(policy -> policy.deadline(Duration.ofMinutes(8)).lifetime(Duration.ofMinutes(10)))
                        .on(RCPT, every(), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, givenUp(Reason.LOCAL_ERROR).attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                named("connecting and sending share one deadline")
                        .policy(policy -> policy.deadline(Duration.ofSeconds(6)))
                        .on(CONNECT, upTo(2), reply("421 4.3.2 Busy").thenClose())
                        .on(RCPT, every(), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, deferred(Reason.LOCAL_ERROR))
                        .tries(3, 4)
                        .build(),
                named("a deadline of zero is a single connection, too")
                        .policy(policy -> policy.deadline(Duration.ZERO))
                        .on(
                                CONNECT,
                                every(),
                                reply("421 4.3.2 Service not available").thenClose())
                        .ends(ANN, deferred(Reason.SERVICE_UNAVAILABLE).again(minutes(1)))
                        .waits()
                        .build(),
                named("a letter that has to wait too long does not stop the next one")
                        .on(RCPT, every().to(ANN), reply(IN_FIVE_MINUTES))
                        .letter(ANN)
                        .letter(BOB)
                        .ends(ANN, deferred(Reason.GREYLISTED).attempts(1))
                        .ends(BOB, delivered().attempts(1))
                        .tries(2)
                        .build(),
                named("own quick retries replace the usual ones")
                        .policy(policy -> policy.quickRetries(List.of(Duration.ofSeconds(5), Duration.ofSeconds(7))))
                        .on(RCPT, upTo(2), reply("451 4.3.0 Try again later"))
                        .ends(ANN, delivered().attempts(3))
                        .waits(seconds(5), seconds(7))
                        .build(),
                named("an interrupt ends the waiting, and the thread stays interrupted")
                        .interruptedWhileWaiting()
                        .on(RCPT, every().to(BOB), reply("451 4.3.0 Local error in processing"))
                        .ends(ANN, delivered().attempts(1))
                        .ends(BOB, deferred(Reason.LOCAL_ERROR).attempts(1))
                        .waits()
                        .build(),
                named("an interrupt after a lost final reply leaves the letter in doubt")
                        .interruptedWhileWaiting()
                        .on(END_OF_DATA, every(), acceptThenClose())
                        .ends(ANN, unknown(1).attempts(1))
                        .waits()
                        .build(),
                named("an interrupt ends the waiting for a connection, too")
                        .interruptedWhileWaiting()
                        .on(
                                CONNECT,
                                every(),
                                reply("421 4.3.2 Service not available").thenClose())
                        .ends(ANN, deferred(Reason.SERVICE_UNAVAILABLE))
                        .waits()
                        .build());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.acceptThen;
import static io.github.resilience4mail.testkit.Action.acceptThenClose;
import static io.github.resilience4mail.testkit.Action.acceptThenReset;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.rawReply;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.Occurrence.nth;
import static io.github.resilience4mail.testkit.Occurrence.upTo;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.deliveredPerhapsTwice;
import static io.github.resilience4mail.testkit.contract.Expected.givenUp;
import static io.github.resilience4mail.testkit.contract.Expected.unknown;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.minutes;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import java.util.List;
import java.util.stream.Stream;

/** When the final reply gets lost, nobody can say whether the letter was accepted: that is told, and never glossed over. */
final class UnknownScenarios {

    private static final String DEAD = "550 5.1.1 Gone meanwhile";

    private UnknownScenarios() {}

    static List<Scenario> all() {
        return Stream.of(resent(), reported()).flatMap(List::stream).toList();
    }

    private static List<Scenario> resent() {
        return List.of(
                resentOnce("a letter accepted without a final reply is sent again, and may be a duplicate")
                        .on(END_OF_DATA, first(), acceptThenClose())
                        .ends(ANN, deliveredPerhapsTwice(2).attempts(2))
                        .build(),
                resentOnce("a letter accepted before a reset is sent again, and may be a duplicate")
                        .on(END_OF_DATA, first(), acceptThenReset())
                        .ends(ANN, deliveredPerhapsTwice(2).attempts(2))
                        .build(),
                resentOnce("a letter accepted with half a final reply is sent again, and may be a duplicate")
                        .on(
                                END_OF_DATA,
                                first(),
                                acceptThen(rawReply("250-2.0.0 Queued as\r\n").thenClose()))
                        .ends(ANN, deliveredPerhapsTwice(2).attempts(2))
                        .build(),
                resentOnce("a letter lost after its last line is sent again, and may be a duplicate")
                        .on(END_OF_DATA, first(), close())
                        .ends(ANN, deliveredPerhapsTwice(1).attempts(2))
                        .build(),
                resentOnce("a letter whose final reply is nonsense is sent again, and may be a duplicate")
                        .on(END_OF_DATA, first(), acceptThen(rawReply("nonsense\r\n")))
                        .ends(ANN, deliveredPerhapsTwice(2).attempts(2))
                        .build(),
                named("a letter has one Message-ID in all attempts, so that the receiver can tell the copies")
                        .on(END_OF_DATA, upTo(3), acceptThenClose())
                        .end(List.of(ANN, BOB), deliveredPerhapsTwice(4).attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .connections(4)
                        .build(),
                named("only those who are in doubt may have got a duplicate")
                        .on(RCPT, first().to(BOB), reply("451 4.3.0 Try again later"))
                        .on(RCPT, every().to(CAT), reply("550 5.1.1 No such user here"))
                        .on(END_OF_DATA, nth(2), acceptThenClose())
                        .ends(ANN, delivered().attempts(1))
                        .ends(BOB, deliveredPerhapsTwice(2).attempts(3))
                        .ends(CAT, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .waits(seconds(1), seconds(3))
                        .build());
    }

    private static List<Scenario> reported() {
        return List.of(
                named("a later refusal does not undo that the letter may have arrived")
                        .on(END_OF_DATA, first(), acceptThenClose())
                        .on(RCPT, Occurrence.from(2), reply(DEAD))
                        .ends(ANN, unknown(1).attempts(2))
                        .waits(seconds(1))
                        .build(),
                named("a later greylist does not undo it either")
                        .on(END_OF_DATA, first(), acceptThenClose())
                        .on(RCPT, Occurrence.from(2), reply("451 4.7.1 Greylisted, try again in 300 seconds"))
                        .ends(ANN, unknown(1).attempts(2).again(seconds(300)))
                        .waits(seconds(1))
                        .build(),
                named("a final reply that is lost every time leaves the letter in doubt")
                        .on(END_OF_DATA, every(), acceptThenClose())
                        .ends(ANN, unknown(4).attempts(4).again(minutes(1)))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                rather("rather none than two: a letter accepted without a final reply is not sent again")
                        .on(END_OF_DATA, every(), acceptThenClose())
                        .ends(ANN, unknown(1).attempts(1))
                        .build(),
                rather("rather none than two: a letter lost after its last line is not sent again")
                        .on(END_OF_DATA, every(), close())
                        .ends(ANN, unknown(0).attempts(1))
                        .build(),
                rather("rather none than two: what breaks before the last line is in no doubt, and sent again")
                        .on(DATA, first(), Action.inBody(40_000, close()))
                        .bigLetter(ANN)
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(1))
                        .build(),
                rather("rather none than two: those refused at RCPT are in no doubt")
                        .on(RCPT, first().to(BOB), reply("451 4.3.0 Try again later"))
                        .on(RCPT, every().to(CAT), reply(DEAD))
                        .on(END_OF_DATA, first(), acceptThenClose())
                        .ends(ANN, unknown(1).attempts(1))
                        .ends(BOB, delivered().attempts(2))
                        .ends(CAT, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .waits(seconds(1))
                        .build());
    }

    private static Scenario.Builder resentOnce(String name) {
        return named(name).waits(seconds(1)).connections(2);
    }

    private static Scenario.Builder rather(String name) {
        return named(name).policy(policy -> policy.onUnknown(OnUnknown.REPORT)).waits();
    }
}

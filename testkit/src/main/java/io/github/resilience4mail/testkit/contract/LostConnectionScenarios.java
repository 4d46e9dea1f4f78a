/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.rawReply;
import static io.github.resilience4mail.testkit.Action.reset;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.minutes;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** A connection that breaks before the last line was sent has delivered nothing, and another one is made. */
final class LostConnectionScenarios {

    private LostConnectionScenarios() {}

    static List<Scenario> all() {
        return List.of(
                beforeMail("a connection closed instead of a greeting is made again", CONNECT, close()),
                beforeMail("a connection reset instead of a greeting is made again", CONNECT, reset()),
                beforeMail("a connection closed at EHLO is made again", EHLO, close()),
                later("a connection closed at MAIL is made again", MAIL, close()),
                later("a connection reset at MAIL is made again", MAIL, reset()),
                later("a connection closed at RCPT is made again", RCPT, close()),
                later("a connection reset at RCPT is made again", RCPT, reset()),
                later("a connection closed at DATA is made again", DATA, close()),
                later("a connection reset at DATA is made again", DATA, reset()),
                inBody("a connection closed in the middle of a letter is made again", close()),
                inBody("a connection reset in the middle of a letter is made again", reset()),
                later(
                        "half a reply at RCPT, and then nothing, is a lost connection",
                        RCPT,
                        rawReply("250-2.1.5 Half a rep").thenClose()),
                named("a connection lost between two recipients has delivered to neither")
                        .on(RCPT, first().to(BOB), close())
                        .end(List.of(ANN, BOB), delivered().attempts(2))
                        .waits(seconds(1))
                        .connections(2)
                        .build(),
                named("a server that loses every connection defers the letter")
                        .on(MAIL, every(), close())
                        .ends(ANN, deferred(Reason.CONNECTION_LOST).attempts(4).again(minutes(1)))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .connections(4)
                        .build());
    }

    private static Scenario beforeMail(String name, SmtpPhase phase, Action loss) {
        // some say HELO on the same connection when EHLO fails
        return named(name)
                .on(phase, first(), loss)
                .ends(ANN, delivered())
                .waits(seconds(1))
                .connections(2)
                .build();
    }

    private static Scenario inBody(String name, Action loss) {
        return named(name)
                .on(DATA, first(), Action.inBody(40_000, loss))
                .bigLetter(ANN)
                .ends(ANN, delivered().attempts(2))
                .waits(seconds(1))
                .connections(2)
                .build();
    }

    private static Scenario later(String name, SmtpPhase phase, Action loss) {
        return named(name)
                .on(phase, first(), loss)
                .ends(ANN, delivered().attempts(2))
                .waits(seconds(1))
                .connections(2)
                .build();
    }
}

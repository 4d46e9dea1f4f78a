/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.QUIT;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.smtp.SmtpPhase.RSET;
import static io.github.resilience4mail.testkit.Action.acceptThen;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.proceed;
import static io.github.resilience4mail.testkit.Action.rawReply;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Action.reset;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.givenUp;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.People.DAN;
import static io.github.resilience4mail.testkit.contract.People.EVE;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** What is accepted, however the server puts it, is delivered and never sent again. */
final class SuccessScenarios {

    private SuccessScenarios() {}

    static List<Scenario> all() {
        return List.of(
                named("what a server accepts is delivered, at the first try")
                        .ends(ANN, delivered().attempts(1))
                        .waits()
                        .connections(1)
                        .build(),
                named("three recipients of a letter share one transaction")
                        .end(List.of(ANN, BOB, CAT), delivered().attempts(1))
                        .waits()
                        .connections(1)
                        .build(),
                named("five letters go over one connection that is kept")
                        .needs(Capability.KEEPS_CONNECTIONS)
                        .letter(ANN)
                        .letter(BOB)
                        .letter(CAT)
                        .letter(DAN)
                        .letter(EVE)
                        .end(People.ALL, delivered().attempts(1))
                        .tries(5)
                        .connections(1)
                        .build(),
                acceptedBy("251 2.1.5 User not local; will forward"),
                acceptedBy("252 2.0.0 Queued, not verified"),
                acceptedBy("200 Fine"),
                named("a final reply of several lines, sent byte by byte, is an acceptance")
                        .on(
                                END_OF_DATA,
                                every(),
                                reply("250 2.6.0 Queued", "as 12345", "and on its way")
                                        .byteByByte())
                        .ends(ANN, delivered().attempts(1))
                        .waits()
                        .build(),
                named("a recipient for whom the server will forward is accepted")
                        .on(RCPT, every(), reply("251 2.1.5 User not local; will forward"))
                        .ends(ANN, delivered().attempts(1))
                        .waits()
                        .build(),
                farewell("a QUIT that is answered by the end of the connection is no failure", close()),
                farewell("a QUIT that is answered by a reset is no failure", reset()),
                farewell(
                        "a QUIT that is answered with 421 is no failure",
                        reply("421 4.3.2 Closing").thenClose()),
                farewell("a QUIT that is refused is no failure", reply("500 5.5.1 What?")),
                farewell("a QUIT that is answered with nonsense is no failure", rawReply("bye bye\r\n")),
                named("an RSET that is answered by a reset costs the one recipient nothing")
                        .on(RCPT, first(), reply("451 4.3.0 Try again later"))
                        .on(RSET, every(), reset())
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(1))
                        .build(),
                named("an RSET that is refused does not keep the next letter")
                        .on(RCPT, every().to(ANN), reply("550 5.1.1 No such user here"))
                        .on(RSET, every(), reply("500 5.5.1 What?"))
                        .letter(ANN)
                        .letter(BOB)
                        .ends(ANN, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .ends(BOB, delivered().attempts(1))
                        .tries(2, 3)
                        .build(),
                named("a connection that is closed after the final reply has delivered what it carried")
                        .on(END_OF_DATA, every(), proceed().thenClose())
                        .letter(ANN)
                        .letter(BOB)
                        .end(List.of(ANN, BOB), delivered().attempts(1))
                        .tries(2)
                        .connections(2)
                        .build());
    }

    private static Scenario acceptedBy(String finalReply) {
        return named("a final reply " + finalReply.substring(0, 3) + " is an acceptance, and nothing is sent again")
                .on(END_OF_DATA, every(), acceptThen(reply(finalReply)))
                .ends(ANN, delivered().attempts(1))
                .waits()
                .build();
    }

    private static Scenario farewell(String name, Action answer) {
        return named(name)
                .on(QUIT, every(), answer)
                .ends(ANN, delivered().attempts(1))
                .waits()
                .connections(1)
                .build();
    }
}

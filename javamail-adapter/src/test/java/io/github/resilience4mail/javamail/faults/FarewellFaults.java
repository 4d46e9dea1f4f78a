/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.FaultCase.A;
import static io.github.resilience4mail.javamail.faults.FaultCase.B;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.QUIT;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.smtp.SmtpPhase.RSET;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import java.util.ArrayList;
import java.util.List;

/** RSET and QUIT: nothing depends on their answers, and no failure of theirs may hide what was said before. */
final class FarewellFaults {

    private static final String LATER = "451 4.3.0 Local error in processing";
    private static final String CLOSING = "421 4.3.2 Shutting down";

    private FarewellFaults() {}

    static List<FaultCase> rows() {
        List<FaultCase> rows = new ArrayList<>();
        for (SmtpPhase phase : List.of(MAIL, RCPT, DATA, END_OF_DATA)) {
            rows.add(masked(phase, "is reset", Action.reset()));
            rows.add(masked(phase, "is closed", Action.close()));
            rows.add(masked(phase, "falls silent", Action.stall()).hurried());
        }
        rows.addAll(List.of(
                named("the final dot is answered 421, and the connection is reset at RSET")
                        .when(END_OF_DATA, Action.reply(CLOSING))
                        .when(RSET, Action.reset())
                        .everybody(deferred(END_OF_DATA, SERVICE_UNAVAILABLE, CLOSING)),
                named("MAIL is answered 421, and the connection is reset at RSET")
                        .when(MAIL, Action.reply(CLOSING))
                        .when(RSET, Action.reset())
                        .everybody(deferred(MAIL, SERVICE_UNAVAILABLE, CLOSING)),
                named("RSET is refused")
                        .when(MAIL, Action.reply(LATER))
                        .when(RSET, Action.reply("502 5.5.1 Command not implemented"))
                        .everybody(deferred(MAIL, LOCAL_ERROR, LATER)),
                named("everybody is refused for good, and the connection is reset at RSET")
                        .when(RCPT, 2, Action.reply("550 5.1.1 No such user here"))
                        .when(RSET, Action.reset())
                        .everybody(givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here"))));
        rows.addAll(List.of(
                afterAcceptance("is closed at QUIT", Action.close()),
                afterAcceptance("is reset at QUIT", Action.reset()),
                afterAcceptance("falls silent at QUIT", Action.stall()).hurried(),
                afterAcceptance("is reset at QUIT, whose answer nobody waits for", Action.reset())
                        .with("mail.smtp.quitwait", "false"),
                afterAcceptance("falls silent at QUIT, whose answer nobody waits for", Action.stall())
                        .with("mail.smtp.quitwait", "false"),
                afterAcceptance("is asked to close, and answers 421", Action.reply(CLOSING)),
                afterAcceptance("is asked to close, and answers 500", Action.reply("500 5.5.1 What?")),
                afterAcceptance("is asked to close, and answers nonsense", Action.rawReply("bye bye\r\n")),
                named("one is refused for good, and the connection is reset at QUIT")
                        .whenTo(B, Action.reply("550 5.1.1 No such user here"))
                        .when(QUIT, Action.reset())
                        .leaves(A, delivered())
                        .leaves(B, givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here"))));
        return rows;
    }

    private static FaultCase masked(SmtpPhase phase, String how, Action atReset) {
        return named(phase + " is refused for now, and the connection " + how + " at RSET")
                .when(phase, phase == RCPT ? 2 : 1, Action.reply(LATER))
                .when(RSET, atReset)
                .everybody(deferred(phase, LOCAL_ERROR, LATER));
    }

    private static FaultCase afterAcceptance(String how, Action atQuit) {
        return named("the message is accepted, and the connection " + how)
                .when(QUIT, atQuit)
                .everybody(delivered());
    }
}

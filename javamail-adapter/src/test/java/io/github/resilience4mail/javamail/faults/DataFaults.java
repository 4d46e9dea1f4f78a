/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.Fate.unknownAndNotAccepted;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;

import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** DATA, and the message itself up to its final dot: nothing is in doubt yet, as long as the dot has not been sent. */
final class DataFaults {

    private static final String TOO_BIG = "552 5.3.4 Message size exceeds fixed limit";

    private DataFaults() {}

    private static FaultCase answered(Fate fate) {
        return FaultCase.answered(DATA, fate.reply(), fate);
    }

    static List<FaultCase> rows() {
        return List.of(
                answered(deferred(DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                answered(deferred(DATA, LOCAL_ERROR, "451 4.3.0 Local error in processing")),
                answered(deferred(DATA, INSUFFICIENT_STORAGE, "452 4.3.1 Insufficient system storage")),
                answered(toFix(DATA, BAD_SEQUENCE, "503 5.5.1 Bad sequence of commands")),
                answered(givenUp(DATA, POLICY_REJECTED, "550 5.7.1 Rejected by policy")),
                answered(givenUp(DATA, SPAM_REJECTED, "554 5.7.1 Rejected as spam")),
                named("DATA is answered 421, and the connection is closed")
                        .when(DATA, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .everybody(deferred(DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("DATA is answered as if it were done")
                        .when(DATA, Action.reply("250 2.0.0 Ok"))
                        .everybody(deferred(DATA, CONNECTION_LOST, "250 2.0.0 Ok")),
                named("DATA is answered with nonsense")
                        .when(DATA, Action.rawReply("nonsense\r\n"))
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                named("the connection is closed at DATA")
                        .when(DATA, Action.close())
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                named("the connection is reset at DATA")
                        .when(DATA, Action.reset())
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                named("DATA is not answered in time")
                        .hurried()
                        .when(DATA, Action.stall())
                        .everybody(deferred(DATA, TIMEOUT)),

                // -- in the middle of a message that is too large for the buffers in between
                named("the connection is closed in the middle of a large message")
                        .message(Mails::large)
                        .when(DATA, Action.closeInBody())
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                // Angus never reads it, and calls it a broken pipe
                named("a large message is refused in the middle, and the connection is closed")
                        .message(Mails::large)
                        .when(DATA, Action.inBody(100, Action.reply(TOO_BIG).thenClose()))
                        .everybody(givenUp(DATA, MESSAGE_TOO_BIG, TOO_BIG)),
                named("in the middle of a large message the server says 421, and the connection is closed")
                        .message(Mails::large)
                        .when(
                                DATA,
                                Action.inBody(
                                        100,
                                        Action.reply("421 4.3.2 Shutting down").thenClose()))
                        .everybody(deferred(DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("in the middle of a large message the server says half a word, and the connection is closed")
                        .message(Mails::large)
                        .when(
                                DATA,
                                Action.inBody(
                                        100, Action.rawReply("552-5.3.4 Mess").thenClose()))
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                named("the connection is reset in the middle of a large message")
                        .message(Mails::large)
                        .when(DATA, Action.inBody(100, Action.reset()))
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                named("the server reads no more of a large message, and the user's timeout for writing ends it")
                        .message(Mails::large)
                        .hurried()
                        .with("mail.smtp.writetimeout", "250")
                        .when(DATA, Action.inBody(100, Action.freeze()))
                        .everybody(deferred(DATA, CONNECTION_LOST)),

                // -- in the middle of a small one, which the client has sent to its end before it notices
                named("the connection is closed in the middle of a small message")
                        .when(DATA, Action.closeInBody())
                        .everybody(unknownAndNotAccepted(CONNECTION_LOST)),
                named("the connection is reset in the middle of a small message")
                        .when(DATA, Action.inBody(100, Action.reset()))
                        .everybody(unknownAndNotAccepted(CONNECTION_LOST)),
                named("the server falls silent in the middle of a small message")
                        .hurried()
                        .when(DATA, Action.inBody(100, Action.stall()))
                        .everybody(unknownAndNotAccepted(TIMEOUT)));
    }
}

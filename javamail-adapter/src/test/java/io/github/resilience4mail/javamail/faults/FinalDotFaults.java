/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.postponed;
import static io.github.resilience4mail.javamail.faults.Fate.unknownAndNotAccepted;
import static io.github.resilience4mail.javamail.faults.Fate.unknownThoughAccepted;
import static io.github.resilience4mail.javamail.faults.FaultCase.A;
import static io.github.resilience4mail.javamail.faults.FaultCase.B;
import static io.github.resilience4mail.javamail.faults.FaultCase.C;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;

import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** The final dot: the one place where nobody may know what the server has done. */
final class FinalDotFaults {

    private FinalDotFaults() {}

    private static FaultCase answered(Fate fate) {
        return FaultCase.answered(END_OF_DATA, fate.reply(), fate);
    }

    private static FaultCase accepted(String reply) {
        return FaultCase.answered(END_OF_DATA, reply, delivered());
    }

    static List<FaultCase> rows() {
        return List.of(
                // -- refused: certain
                answered(deferred(END_OF_DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                answered(deferred(END_OF_DATA, LOCAL_ERROR, "451 4.3.0 Local error in processing")),
                answered(deferred(END_OF_DATA, INSUFFICIENT_STORAGE, "452 4.3.1 Insufficient system storage")),
                answered(postponed(
                        END_OF_DATA, TOO_MANY_CONNECTIONS, "432 4.3.2 Concurrent connections limit exceeded")),
                answered(givenUp(END_OF_DATA, SPAM_REJECTED, "550 5.7.1 Message rejected as spam")),
                answered(givenUp(END_OF_DATA, MESSAGE_TOO_BIG, "552 5.3.4 Message size exceeds fixed limit")),
                answered(givenUp(END_OF_DATA, POLICY_REJECTED, "554 5.7.1 Rejected by policy")),
                answered(givenUp(END_OF_DATA, VIRUS_DETECTED, "554 5.7.1 Message contains a virus")),
                FaultCase.answered(
                        END_OF_DATA,
                        "550 5.7.1 Message rejected\n5.7.1 as spam",
                        givenUp(END_OF_DATA, SPAM_REJECTED, "550 5.7.1 Message rejected as spam")),
                named("the final dot is answered 421, and the connection is closed")
                        .when(
                                END_OF_DATA,
                                Action.reply("421 4.3.2 Shutting down").thenClose())
                        .everybody(deferred(END_OF_DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("one is refused for good, and the final dot is refused for now")
                        .whenTo(B, Action.reply("550 5.1.1 No such user here"))
                        .when(END_OF_DATA, Action.reply("451 4.3.0 Local error in processing"))
                        .leaves(A, deferred(END_OF_DATA, LOCAL_ERROR, "451 4.3.0 Local error in processing"))
                        .leaves(B, givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here"))
                        .leaves(C, deferred(END_OF_DATA, LOCAL_ERROR, "451 4.3.0 Local error in processing")),

                // -- accepted: any 2xx is a success (RFC 5321 section 4.3.2), Angus alone knows only 250
                accepted("250 2.0.0 Ok: queued as 42"),
                accepted("250 2.0.0 Ok\nqueued as 42"),
                accepted("200 Fine"),
                accepted("251 2.1.5 User not local; will forward"),
                accepted("252 2.0.0 Queued"),

                // -- lost: whether the server has it, nobody can say
                named("the connection is closed at the final dot, and the message was accepted")
                        .when(END_OF_DATA, Action.acceptThenClose())
                        .everybody(unknownThoughAccepted(CONNECTION_LOST)),
                named("the connection is closed at the final dot, and the message was not accepted")
                        .when(END_OF_DATA, Action.close())
                        .everybody(unknownAndNotAccepted(CONNECTION_LOST)),
                named("the connection is reset at the final dot, and the message was accepted")
                        .when(END_OF_DATA, Action.acceptThenReset())
                        .everybody(unknownThoughAccepted(CONNECTION_LOST)),
                named("the connection is reset at the final dot, and the message was not accepted")
                        .when(END_OF_DATA, Action.reset())
                        .everybody(unknownAndNotAccepted(CONNECTION_LOST)),
                named("the final dot is not answered in time, and the message was accepted")
                        .hurried()
                        .when(END_OF_DATA, Action.acceptThenStall())
                        .everybody(unknownThoughAccepted(TIMEOUT)),
                named("the final dot is not answered in time, and the message was not accepted")
                        .hurried()
                        .when(END_OF_DATA, Action.stall())
                        .everybody(unknownAndNotAccepted(TIMEOUT)),
                named("the final reply breaks off in the middle")
                        .when(
                                END_OF_DATA,
                                Action.acceptThen(
                                        Action.rawReply("250-2.0.0 Ok\r\n").thenClose()))
                        .everybody(unknownThoughAccepted(CONNECTION_LOST)),
                named("the final reply is nonsense")
                        .when(END_OF_DATA, Action.acceptThen(Action.rawReply("nonsense\r\n")))
                        .everybody(unknownThoughAccepted(CONNECTION_LOST)),
                named("one is refused for good, and the final reply is lost for the others")
                        .whenTo(B, Action.reply("550 5.1.1 No such user here"))
                        .when(END_OF_DATA, Action.acceptThenClose())
                        .leaves(A, unknownThoughAccepted(CONNECTION_LOST))
                        .leaves(B, givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here"))
                        .leaves(C, unknownThoughAccepted(CONNECTION_LOST)));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.Fate.unknownAndNotAccepted;
import static io.github.resilience4mail.javamail.faults.Fate.unknownThoughAccepted;
import static io.github.resilience4mail.javamail.faults.FaultCase.A;
import static io.github.resilience4mail.javamail.faults.FaultCase.B;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;

import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** Messages sent in chunks (BDAT, RFC 3030): the last chunk takes the place of the final dot. */
final class ChunkFaults {

    private static final String LATER = "451 4.3.0 Local error in processing";

    private ChunkFaults() {}

    private static FaultCase chunked(String name) {
        return FaultCase.named("in chunks, " + name)
                .server(builder -> builder.capability("CHUNKING"))
                .with("mail.smtp.chunksize", "200");
    }

    static List<FaultCase> rows() {
        return List.of(
                chunked("nothing goes wrong").everybody(delivered()),
                chunked("the first one is refused for now")
                        .when(DATA, Action.reply(LATER))
                        .everybody(deferred(DATA, LOCAL_ERROR, LATER)),
                chunked("the first one is refused for good")
                        .when(DATA, Action.reply("554 5.7.1 Rejected as spam"))
                        .everybody(givenUp(DATA, SPAM_REJECTED, "554 5.7.1 Rejected as spam")),
                chunked("the first one is in the wrong order")
                        .when(DATA, Action.reply("503 5.5.1 Bad sequence of commands"))
                        .everybody(toFix(DATA, BAD_SEQUENCE, "503 5.5.1 Bad sequence of commands")),
                chunked("the first one is answered 421, and the connection is closed")
                        .when(DATA, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .everybody(deferred(DATA, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                chunked("the first one is answered as if it were DATA")
                        .when(DATA, Action.reply("354 Go ahead"))
                        .everybody(deferred(DATA, CONNECTION_LOST, "354 Go ahead")),
                chunked("the connection is closed at the first one")
                        .when(DATA, Action.close())
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                chunked("the connection is reset at the first one")
                        .when(DATA, Action.reset())
                        .everybody(deferred(DATA, CONNECTION_LOST)),
                chunked("the first one is not answered in time")
                        .hurried()
                        .when(DATA, Action.stall())
                        .everybody(deferred(DATA, TIMEOUT)),
                chunked("the last one is refused for now")
                        .when(END_OF_DATA, Action.reply(LATER))
                        .everybody(deferred(END_OF_DATA, LOCAL_ERROR, LATER)),
                chunked("the last one is refused for good")
                        .when(END_OF_DATA, Action.reply("552 5.3.4 Message size exceeds fixed limit"))
                        .everybody(givenUp(END_OF_DATA, MESSAGE_TOO_BIG, "552 5.3.4 Message size exceeds fixed limit")),
                chunked("the last one is accepted with a success other than 250")
                        .when(END_OF_DATA, Action.reply("251 2.1.5 Will forward"))
                        .everybody(delivered()),
                chunked("the connection is closed at the last one, and the message was accepted")
                        .when(END_OF_DATA, Action.acceptThenClose())
                        .everybody(unknownThoughAccepted(CONNECTION_LOST)),
                chunked("the connection is reset at the last one, and the message was not accepted")
                        .when(END_OF_DATA, Action.reset())
                        .everybody(unknownAndNotAccepted(CONNECTION_LOST)),
                chunked("the last one is not answered in time, and the message was accepted")
                        .hurried()
                        .when(END_OF_DATA, Action.acceptThenStall())
                        .everybody(unknownThoughAccepted(TIMEOUT)),
                chunked("one recipient is refused for good")
                        .whenTo(B, Action.reply("550 5.1.1 No such user here"))
                        .leaves(A, delivered())
                        .leaves(B, givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here")),
                FaultCase.named("chunks are wanted here, and not offered")
                        .with("mail.smtp.chunksize", "200")
                        .everybody(delivered()));
    }
}

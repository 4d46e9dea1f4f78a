/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.postponed;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;

import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** MAIL: what is said there concerns everybody. */
final class SenderFaults {

    private SenderFaults() {}

    private static FaultCase answered(Fate fate) {
        return FaultCase.answered(MAIL, fate.reply(), fate);
    }

    static List<FaultCase> rows() {
        return List.of(
                answered(deferred(MAIL, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                answered(deferred(MAIL, LOCAL_ERROR, "451 4.3.0 Local error in processing")),
                answered(deferred(MAIL, INSUFFICIENT_STORAGE, "452 4.3.1 Insufficient system storage")),
                answered(postponed(MAIL, TOO_MANY_CONNECTIONS, "432 4.3.2 Concurrent connections limit exceeded")),
                answered(postponed(MAIL, THROTTLED, "450 4.7.1 Rate limit exceeded, too much mail from you")),
                answered(deferred(MAIL, EXTENSION_MISSING, "455 Server unable to accommodate parameters")),
                answered(toFix(MAIL, AUTH_REQUIRED, "530 5.7.0 Authentication required")),
                answered(toFix(MAIL, TLS_REQUIRED, "530 5.7.0 Must issue a STARTTLS command first")),
                answered(givenUp(MAIL, MESSAGE_TOO_BIG, "552 5.3.4 Message size exceeds fixed limit")),
                answered(toFix(
                        MAIL, BLOCKLISTED, "554 5.7.1 Service unavailable; client host blocked using a blocklist")),
                answered(toFix(MAIL, EXTENSION_MISSING, "555 5.5.4 MAIL FROM parameters not recognized")),
                answered(toFix(MAIL, SENDER_REJECTED, "501 5.1.7 Bad sender address syntax")),
                answered(toFix(MAIL, BAD_SEQUENCE, "503 5.5.1 Bad sequence of commands")),
                answered(toFix(MAIL, SENDER_REJECTED, "550 5.1.8 Sender address rejected: domain not found")),
                answered(toFix(MAIL, SENDER_REJECTED, "551 5.7.1 Sender not allowed")),
                answered(toFix(MAIL, SENDER_REJECTED, "553 5.1.8 Sender address rejected")),
                FaultCase.answered(
                        MAIL,
                        "451 4.3.0 Local error\n4.3.0 in processing",
                        deferred(MAIL, LOCAL_ERROR, "451 4.3.0 Local error in processing")),
                named("MAIL is answered 421, and the connection is closed")
                        .when(MAIL, Action.reply("421 4.3.2 Shutting down").thenClose())
                        .everybody(deferred(MAIL, SERVICE_UNAVAILABLE, "421 4.3.2 Shutting down")),
                named("MAIL is answered with a success other than 250")
                        .when(MAIL, Action.reply("251 2.1.0 Fine"))
                        .everybody(delivered()),
                named("MAIL is answered with what belongs to DATA")
                        .when(MAIL, Action.reply("354 Go ahead"))
                        .everybody(deferred(MAIL, CONNECTION_LOST, "354 Go ahead")),
                named("MAIL is answered with nonsense")
                        .when(MAIL, Action.rawReply("nonsense\r\n"))
                        .everybody(deferred(MAIL, CONNECTION_LOST)),
                named("the connection is closed at MAIL")
                        .when(MAIL, Action.close())
                        .everybody(deferred(MAIL, CONNECTION_LOST)),
                named("the connection is reset at MAIL")
                        .when(MAIL, Action.reset())
                        .everybody(deferred(MAIL, CONNECTION_LOST)),
                named("the connection is closed in the middle of the answer to MAIL")
                        .when(MAIL, Action.rawReply("250-2.1.0 O\r\n").thenClose())
                        .everybody(deferred(MAIL, CONNECTION_LOST)),
                named("MAIL is not answered in time")
                        .hurried()
                        .when(MAIL, Action.stall())
                        .everybody(deferred(MAIL, TIMEOUT)));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.A;
import static io.github.resilience4mail.javamail.faults.FaultCase.B;
import static io.github.resilience4mail.javamail.faults.FaultCase.C;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;

import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.testkit.Action;
import java.util.ArrayList;
import java.util.List;

/** RCPT: what is said to one does not concern the others, unless it ends the connection. */
final class RecipientFaults {

    private static final String LATER = "451 4.3.0 Try again later";
    private static final String NOBODY = "550 5.1.1 No such user here";
    private static final String CLOSING = "421 4.3.2 Shutting down";

    private static final Fate LATER_FOR_HIM = deferred(RCPT, LOCAL_ERROR, LATER);
    private static final Fate NOBODY_THERE = givenUp(RCPT, UNKNOWN_RECIPIENT, NOBODY);
    private static final Fate HELD = deferred(RCPT, HELD_BY_OTHERS);
    private static final Fate CLOSED = deferred(RCPT, SERVICE_UNAVAILABLE, CLOSING);

    private RecipientFaults() {}

    private static FaultCase answered(Fate fate) {
        return FaultCase.answered(RCPT, fate.reply(), fate);
    }

    static List<FaultCase> rows() {
        List<FaultCase> rows = new ArrayList<>();
        rows.addAll(allRefused());
        rows.addAll(someRefused());
        rows.addAll(connectionEnds());
        rows.addAll(outOfPlace());
        return rows;
    }

    private static List<FaultCase> allRefused() {
        return List.of(
                answered(deferred(RCPT, GREYLISTED, "450 4.7.1 Greylisted, try again")),
                answered(LATER_FOR_HIM),
                answered(NOBODY_THERE),
                answered(CLOSED),
                answered(deferred(RCPT, MAILBOX_FULL, "452 4.2.2 Mailbox full")),
                // Angus counts a 552 among the valid addresses, and every other 5xx among the invalid ones
                answered(deferred(RCPT, MAILBOX_FULL, "552 5.2.2 Mailbox full")),
                answered(givenUp(RCPT, HOST_ACCEPTS_NO_MAIL, "521 5.3.2 Host does not accept mail")),
                answered(toFix(RCPT, RELAY_DENIED, "554 5.7.1 Relay access denied")),
                // temporary by its number, and nothing that time can heal
                answered(toFix(RCPT, RELAY_DENIED, "454 4.7.1 Relay access denied")),
                answered(givenUp(RCPT, INVALID_ADDRESS, "501 5.1.3 Bad recipient address syntax")),
                answered(givenUp(RCPT, RECIPIENT_MOVED, "551 5.1.6 User has moved; please try elsewhere")),
                answered(givenUp(RCPT, INVALID_ADDRESS, "553 5.1.3 Mailbox name not allowed")),
                FaultCase.answered(
                        RCPT,
                        "550 5.1.1 No such user\n5.1.1 here",
                        givenUp(RCPT, UNKNOWN_RECIPIENT, "550 5.1.1 No such user here")));
    }

    private static List<FaultCase> someRefused() {
        return List.of(
                named("one is fine, one is refused for now, one for good")
                        .whenTo(B, Action.reply(LATER))
                        .whenTo(C, Action.reply(NOBODY))
                        .leaves(A, delivered())
                        .leaves(B, LATER_FOR_HIM)
                        .leaves(C, NOBODY_THERE),
                named("one is fine, one is refused for now, one for good, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reply(LATER))
                        .whenTo(C, Action.reply(NOBODY))
                        .leaves(A, HELD)
                        .leaves(B, LATER_FOR_HIM)
                        .leaves(C, NOBODY_THERE),
                named("the first is refused for now")
                        .whenTo(A, Action.reply(LATER))
                        .leaves(A, LATER_FOR_HIM)
                        .leaves(B, delivered()),
                named("one is refused for now, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reply(LATER))
                        .leaves(A, HELD)
                        .leaves(B, LATER_FOR_HIM)
                        .leaves(C, HELD),
                named("one is refused for good")
                        .whenTo(B, Action.reply(NOBODY))
                        .leaves(A, delivered())
                        .leaves(B, NOBODY_THERE)
                        .leaves(C, delivered()),
                named("one is refused for good, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reply(NOBODY))
                        .leaves(A, HELD)
                        .leaves(B, NOBODY_THERE)
                        .leaves(C, HELD),
                named("nobody is accepted, for different reasons")
                        .whenTo(A, Action.reply(LATER))
                        .whenTo(B, Action.reply(NOBODY))
                        .whenTo(C, Action.reply("554 5.7.1 Relay access denied"))
                        .leaves(A, LATER_FOR_HIM)
                        .leaves(B, NOBODY_THERE)
                        .leaves(C, toFix(RCPT, RELAY_DENIED, "554 5.7.1 Relay access denied")),
                named("one is answered 421, and the connection stays")
                        .whenTo(B, Action.reply(CLOSING))
                        .leaves(A, delivered())
                        .leaves(B, CLOSED)
                        .leaves(C, delivered()),
                named("one is answered 421, the connection stays, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reply(CLOSING))
                        .leaves(A, HELD)
                        .leaves(B, CLOSED)
                        .leaves(C, HELD),
                named("one has a full mailbox, and is not an invalid address")
                        .whenTo(B, Action.reply("552 5.2.2 Mailbox full"))
                        .leaves(A, delivered())
                        .leaves(B, deferred(RCPT, MAILBOX_FULL, "552 5.2.2 Mailbox full")),
                named("one is forwarded")
                        .whenTo(B, Action.reply("251 2.1.5 User not local; will forward"))
                        .everybody(delivered()));
    }

    private static List<FaultCase> connectionEnds() {
        return List.of(
                // Angus forgets the 421, and blames the recipient who was asked next
                named("the second of three is answered 421, and the connection is closed")
                        .whenTo(B, Action.reply(CLOSING).thenClose())
                        .leaves(A, CLOSED)
                        .leaves(B, CLOSED)
                        .leaves(C, CLOSED),
                named("the second of three is answered 421, the connection is closed, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reply(CLOSING).thenClose())
                        .leaves(A, CLOSED)
                        .leaves(B, CLOSED)
                        .leaves(C, CLOSED),
                named("the last is answered 421, and the connection is closed")
                        .whenTo(B, Action.reply(CLOSING).thenClose())
                        .everybody(CLOSED),
                named("one is refused for good, and then the connection is closed")
                        .whenTo(A, Action.reply(NOBODY))
                        .whenTo(B, Action.close())
                        .leaves(A, NOBODY_THERE)
                        .leaves(B, deferred(RCPT, CONNECTION_LOST))
                        .leaves(C, deferred(RCPT, CONNECTION_LOST)),
                named("one is refused for good, and then the connection is reset")
                        .whenTo(A, Action.reply(NOBODY))
                        .whenTo(B, Action.reset())
                        .leaves(A, NOBODY_THERE)
                        .leaves(B, deferred(RCPT, CONNECTION_LOST)),
                named("the connection is closed at RCPT, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.close())
                        .everybody(deferred(RCPT, CONNECTION_LOST))
                        .leaves(C, deferred(RCPT, CONNECTION_LOST)),
                named("the connection is reset at RCPT, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(B, Action.reset())
                        .everybody(deferred(RCPT, CONNECTION_LOST))
                        .leaves(C, deferred(RCPT, CONNECTION_LOST)),
                named("RCPT is not answered in time, and it is all or nobody")
                        .allOrNobody()
                        .hurried()
                        .whenTo(B, Action.stall())
                        .everybody(deferred(RCPT, TIMEOUT)),
                named("one is refused for good, then the connection is closed, and it is all or nobody")
                        .allOrNobody()
                        .whenTo(A, Action.reply(NOBODY))
                        .whenTo(B, Action.close())
                        .leaves(A, NOBODY_THERE)
                        .leaves(B, deferred(RCPT, CONNECTION_LOST))
                        .leaves(C, deferred(RCPT, CONNECTION_LOST))
                        // whoever waits sees nothing else: one is lost for good, and with him the message
                        .only(Course.LASTING),
                named("the connection is closed at the first RCPT")
                        .whenTo(A, Action.close())
                        .everybody(deferred(RCPT, CONNECTION_LOST)),
                named("the connection is reset at RCPT")
                        .whenTo(B, Action.reset())
                        .everybody(deferred(RCPT, CONNECTION_LOST)),
                named("RCPT is not answered in time")
                        .hurried()
                        .whenTo(B, Action.stall())
                        .everybody(deferred(RCPT, TIMEOUT)),
                named("the connection is closed in the middle of the answer to RCPT")
                        .whenTo(B, Action.rawReply("550-5.1.1 No su\r\n").thenClose())
                        .everybody(deferred(RCPT, CONNECTION_LOST)));
    }

    private static List<FaultCase> outOfPlace() {
        return List.of(
                named("RCPT is answered with what belongs to DATA")
                        .whenTo(B, Action.reply("354 Go ahead"))
                        .everybody(deferred(RCPT, CONNECTION_LOST, "354 Go ahead")),
                named("RCPT is answered with nonsense")
                        .whenTo(B, Action.rawReply("nonsense\r\n"))
                        .everybody(deferred(RCPT, CONNECTION_LOST)),
                named("one is refused for now, one for good, and DATA is refused for now")
                        .whenTo(B, Action.reply("450 4.7.1 Greylisted, try again"))
                        .whenTo(C, Action.reply(NOBODY))
                        .when(DATA, Action.reply(LATER))
                        .leaves(A, deferred(DATA, LOCAL_ERROR, LATER))
                        .leaves(B, deferred(RCPT, GREYLISTED, "450 4.7.1 Greylisted, try again"))
                        .leaves(C, NOBODY_THERE),
                named("one is refused for now, one for good, and DATA for good")
                        .whenTo(B, Action.reply(LATER))
                        .whenTo(C, Action.reply(NOBODY))
                        .when(DATA, Action.reply("554 5.7.1 Rejected as spam"))
                        .leaves(A, givenUp(DATA, SPAM_REJECTED, "554 5.7.1 Rejected as spam"))
                        .leaves(B, LATER_FOR_HIM)
                        .leaves(C, NOBODY_THERE));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.acceptThenClose;
import static io.github.resilience4mail.testkit.Action.close;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.Occurrence.nth;
import static io.github.resilience4mail.testkit.Occurrence.upTo;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.Expected.deliveredPerhapsTwice;
import static io.github.resilience4mail.testkit.contract.Expected.givenUp;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.People.DAN;
import static io.github.resilience4mail.testkit.contract.People.EVE;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.atOnce;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import java.util.List;
import java.util.stream.Stream;

/** Each recipient has an ending of its own, and those accepted are not sent the letter again. */
final class RecipientScenarios {

    private static final String LATER = "451 4.3.0 Try again later";
    private static final String DEAD = "550 5.1.1 No such user here";
    private static final String FULL = "452 4.2.2 Mailbox full";

    private RecipientScenarios() {}

    static List<Scenario> all() {
        return Stream.of(partly(), together(), tooMany()).flatMap(List::stream).toList();
    }

    private static List<Scenario> partly() {
        return List.of(
                named("one dead address does not stop the others")
                        .on(RCPT, every().to(BOB), reply(DEAD))
                        .end(List.of(ANN, CAT), delivered().attempts(1))
                        .ends(BOB, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .waits()
                        .build(),
                named("only who was refused for now is sent the letter again")
                        .on(RCPT, upTo(2).to(BOB), reply(LATER))
                        .end(List.of(ANN, CAT), delivered().attempts(1))
                        .ends(BOB, delivered().attempts(3))
                        .waits(seconds(1), seconds(3))
                        .build(),
                named("one accepted, one dead, one late and one full have four endings")
                        .on(RCPT, every().to(BOB), reply(DEAD))
                        .on(RCPT, first().to(CAT), reply(LATER))
                        .on(RCPT, every().to(DAN), reply(FULL))
                        .ends(ANN, delivered().attempts(1))
                        .ends(BOB, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .ends(CAT, delivered().attempts(2))
                        .ends(DAN, deferred(Reason.MAILBOX_FULL).attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                named("where all are refused, each for a reason of its own, each has that reason")
                        .on(RCPT, every().to(ANN), reply(DEAD))
                        .on(RCPT, every().to(BOB), reply(FULL))
                        .on(RCPT, every().to(CAT), reply("451 4.7.1 Greylisted, try again in 300 seconds"))
                        .ends(ANN, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .ends(BOB, deferred(Reason.MAILBOX_FULL).attempts(4))
                        .ends(CAT, deferred(Reason.GREYLISTED).attempts(1))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build(),
                named("a letter refused after its last line is refused for those accepted at RCPT only")
                        .on(RCPT, every().to(BOB), reply(DEAD))
                        .on(END_OF_DATA, first(), reply(LATER))
                        .ends(ANN, delivered().attempts(2))
                        .ends(BOB, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .waits(seconds(1))
                        .build(),
                named("who has been accepted stays accepted, whatever becomes of the others later")
                        .on(RCPT, first().to(BOB), reply(LATER))
                        .on(DATA, nth(2), close())
                        .on(END_OF_DATA, nth(2), reply(LATER))
                        .ends(ANN, delivered().attempts(1))
                        .ends(BOB, delivered().attempts(4))
                        .waits(seconds(1), seconds(3), seconds(9))
                        .build());
    }

    private static List<Scenario> together() {
        return List.of(
                named("without partial sending, a lost final reply is in doubt for all")
                        .allOrNobody()
                        .on(END_OF_DATA, first(), acceptThenClose())
                        .end(List.of(ANN, BOB), deliveredPerhapsTwice(2).attempts(2))
                        .waits(seconds(1))
                        .build(),
                named("without partial sending, all wait for the one who is refused for now")
                        .allOrNobody()
                        .on(RCPT, first().to(BOB), reply(LATER))
                        .end(List.of(ANN, BOB, CAT), delivered().attempts(2))
                        .waits(seconds(1))
                        .build(),
                named("without partial sending, one dead address keeps the letter from all, who are told so")
                        .allOrNobody()
                        .on(RCPT, every().to(BOB), reply(DEAD))
                        .end(List.of(ANN, CAT), deferred(Reason.HELD_BY_OTHERS).attempts(1))
                        .ends(BOB, givenUp(Reason.UNKNOWN_RECIPIENT).attempts(1))
                        .waits()
                        .build(),
                named("without partial sending, nobody gets a letter for which one has to wait too long")
                        .allOrNobody()
                        .on(RCPT, every().to(BOB), reply("451 4.7.1 Greylisted, try again in 300 seconds"))
                        .ends(ANN, deferred(Reason.HELD_BY_OTHERS).attempts(1))
                        .ends(BOB, deferred(Reason.GREYLISTED).attempts(1).again(seconds(300)))
                        .waits()
                        .build());
    }

    private static List<Scenario> tooMany() {
        return List.of(
                named("a server that takes two recipients at a time gets five in three transactions, at once")
                        .manners("takes 2 recipients for one letter", manners -> manners.maxRecipients(2))
                        .end(List.of(ANN, BOB), delivered().attempts(1))
                        .end(List.of(CAT, DAN), delivered().attempts(2))
                        .ends(EVE, delivered().attempts(3))
                        .waits(atOnce(), atOnce())
                        .build(),
                named("a server that takes one recipient at a time gets each letter as often as there are recipients")
                        .manners("takes 1 recipient for one letter", manners -> manners.maxRecipients(1)
                                .recipientRefusal("452 4.5.3 Too many recipients, split the message"))
                        .ends(ANN, delivered().attempts(1))
                        .ends(BOB, delivered().attempts(2))
                        .ends(CAT, delivered().attempts(3))
                        .waits(atOnce(), atOnce())
                        .build(),
                named("a server that says so with a code for permanent failures is understood as well")
                        .manners("takes 2 recipients for one letter", manners -> manners.maxRecipients(2)
                                .recipientRefusal("552 5.5.3 Too many recipients"))
                        .end(List.of(ANN, BOB), delivered().attempts(1))
                        .ends(CAT, delivered().attempts(2))
                        .waits(atOnce())
                        .build(),
                named("without partial sending, a letter to more than the server takes at a time is for later")
                        .allOrNobody()
                        .manners("takes 2 recipients for one letter", manners -> manners.maxRecipients(2))
                        .end(List.of(ANN, BOB), deferred(Reason.HELD_BY_OTHERS))
                        .ends(CAT, deferred(Reason.TOO_MANY_RECIPIENTS))
                        .waits(atOnce(), seconds(3), seconds(9))
                        .build());
    }
}

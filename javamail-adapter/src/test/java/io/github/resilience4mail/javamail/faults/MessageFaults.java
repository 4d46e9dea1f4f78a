/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static io.github.resilience4mail.catalogue.Reason.*;
import static io.github.resilience4mail.javamail.faults.Fate.deferred;
import static io.github.resilience4mail.javamail.faults.Fate.delivered;
import static io.github.resilience4mail.javamail.faults.Fate.givenUp;
import static io.github.resilience4mail.javamail.faults.Fate.toFix;
import static io.github.resilience4mail.javamail.faults.FaultCase.A;
import static io.github.resilience4mail.javamail.faults.FaultCase.named;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;

import io.github.resilience4mail.testkit.Action;
import java.util.List;

/** Faults of the message itself, or of what goes with it: the server has done nothing wrong. */
final class MessageFaults {

    private static final String INTERNATIONAL = "\u0161lice@rcv.example";

    private MessageFaults() {}

    static List<FaultCase> rows() {
        return List.of(
                named("an attached file does not exist")
                        .message(Mails::withMissingFile)
                        .everybody(givenUp(DATA, MESSAGE_UNREADABLE, "")),
                named("an attachment breaks off while it is read")
                        .message(Mails::withBrokenAttachment)
                        .everybody(givenUp(DATA, MESSAGE_UNREADABLE, "")),
                named("in chunks, an attachment breaks off while it is read")
                        .server(builder -> builder.capability("CHUNKING"))
                        .with("mail.smtp.chunksize", "200")
                        .message(Mails::withBrokenAttachment)
                        .everybody(givenUp(DATA, MESSAGE_UNREADABLE, "")),
                named("a part of the message has a bug")
                        .message(Mails::withBug)
                        .everybody(givenUp(DATA, MESSAGE_UNREADABLE, "")),
                named("a header contains a final dot and commands")
                        .message(Mails::withCommandsInHeader)
                        .everybody(delivered()),
                named("the body contains a final dot and commands")
                        .message(Mails::withCommandsInBody)
                        .everybody(delivered()),
                named("a parameter of MAIL contains a line end")
                        .withMistake("mail.smtp.mailextension", "X=1\r\nRSET")
                        .everybody(toFix(MAIL, SYNTAX_ERROR, "")),
                named("a parameter of RCPT contains a line end")
                        .withMistake("mail.smtp.dsn.notify", "NEVER\r\nRSET")
                        .server(builder -> builder.capability("DSN"))
                        .everybody(toFix(RCPT, SYNTAX_ERROR, "")),
                // Angus alone cuts the letter down to an ASCII one, and serves somebody else
                named("an address has a letter beyond ASCII, and UTF-8 is not allowed here")
                        .leaves(A, delivered())
                        .leaves(INTERNATIONAL, toFix(RCPT, EXTENSION_MISSING, "")),
                named("an address has a letter beyond ASCII, UTF-8 is not allowed here, and it is all or nobody")
                        .allOrNobody()
                        .leaves(A, deferred(RCPT, HELD_BY_OTHERS))
                        .leaves(INTERNATIONAL, toFix(RCPT, EXTENSION_MISSING, "")),
                named("the only address has a letter beyond ASCII, and UTF-8 is not allowed here")
                        .leaves(INTERNATIONAL, toFix(RCPT, EXTENSION_MISSING, "")),
                named("an address has a letter beyond ASCII, and the server does not offer SMTPUTF8")
                        .with("mail.mime.allowutf8", "true")
                        .leaves(A, delivered())
                        .leaves(INTERNATIONAL, toFix(RCPT, EXTENSION_MISSING, "")),
                named("an address has a letter beyond ASCII, and the server offers SMTPUTF8 but does not want it")
                        .server(builder -> builder.capability("SMTPUTF8"))
                        .with("mail.mime.allowutf8", "true")
                        .whenTo(INTERNATIONAL, Action.reply("553 5.6.7 SMTPUTF8 is not supported here"))
                        .leaves(A, delivered())
                        .leaves(
                                INTERNATIONAL,
                                toFix(RCPT, EXTENSION_MISSING, "553 5.6.7 SMTPUTF8 is not supported here")),
                named("an address has a letter beyond ASCII, and the server knows SMTPUTF8")
                        .server(builder -> builder.capability("SMTPUTF8"))
                        .with("mail.mime.allowutf8", "true")
                        .leaves(A, delivered())
                        .leaves(INTERNATIONAL, delivered()));
    }
}

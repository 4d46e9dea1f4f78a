/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.smtp.SmtpReply;
import jakarta.mail.MessagingException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How a letter ended for one recipient, as a sender has told.
 *
 * @param letter its number
 * @param messageId what it was sent under; null if nothing was sent at all
 * @param recipient whom to
 * @param outcome how it ended
 * @param mayBeTwice whether a possible duplicate was reported; null where the sender has no words for it
 * @param reply the server's last one, or null
 * @param attempts how many there were; 0 where the sender does not tell
 * @param words what it said about it
 */
record Ending(
        int letter,
        @Nullable String messageId,
        String recipient,
        Outcome outcome,
        @Nullable Boolean mayBeTwice,
        @Nullable SmtpReply reply,
        int attempts,
        String words) {

    static void of(Letter letter, DeliveryReport report, Consumer<Ending> register) {
        for (RecipientReport one : report.recipients()) {
            register.accept(new Ending(
                    letter.number(),
                    report.messageId(),
                    one.recipient(),
                    one.outcome(),
                    one.possibleDuplicate(),
                    one.reply().orElse(null),
                    one.attempts(),
                    one.toString()));
        }
    }

    /** Of a sender that says nothing where nothing went wrong. */
    static void delivered(Letter letter, String messageId, Consumer<Ending> register) {
        for (String recipient : letter.recipients()) {
            register.accept(new Ending(letter.number(), messageId, recipient, Outcome.DELIVERED, null, null, 0, ""));
        }
    }

    /** Of a sender that throws; where there was no connection, nobody knows the recipients, and nobody was sent to. */
    static void failed(Letter letter, Exception thrown, Consumer<Ending> register) {
        if (thrown instanceof MailDeliveryException e) {
            of(letter, e.getReport(), register);
            return;
        }
        if (!(thrown instanceof MessagingException)) {
            throw new AssertionError(
                    "letter " + letter.number() + " ended in an exception that is none of mail", thrown);
        }
        MailFailure failure = MailFailure.of(thrown)
                .orElseThrow(() -> new AssertionError("letter " + letter.number() + " has no verdict", thrown));
        Outcome outcome =
                switch (failure.verdict().decision()) {
                    case RETRY -> Outcome.DEFERRED;
                    case GIVE_UP -> Outcome.GIVEN_UP;
                    case FIX_CONFIG -> Outcome.FIX_CONFIG;
                };
        for (String recipient : letter.recipients()) {
            register.accept(new Ending(
                    letter.number(),
                    null,
                    recipient,
                    outcome,
                    null,
                    failure.reply().orElse(null),
                    0,
                    String.valueOf(thrown.getMessage())));
        }
    }
}

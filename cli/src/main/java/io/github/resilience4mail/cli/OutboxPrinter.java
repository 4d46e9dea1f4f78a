/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.resilience4mail.outbox.OutboxAttempt;
import io.github.resilience4mail.outbox.OutboxDepth;
import io.github.resilience4mail.outbox.OutboxParking;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.smtp.PrintableText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The two forms in which an outbox is printed. Addresses and replies come from strangers: in text they are made printable, in
 * JSON all that is not ASCII is escaped.
 *
 * @param json whether for programs
 * @param language of what is printed for people
 * @param now the present, for ages
 */
record OutboxPrinter(boolean json, Locale language, Instant now) {

    private static final int MAX_NAME = 320;
    private static final int MAX_REPLY = 2000;

    String recipient(OutboxRecipient recipient) {
        return json ? Json.asciiObject(generator -> write(generator, recipient)) : text(recipient);
    }

    private static void write(JsonGenerator generator, OutboxRecipient recipient) throws IOException {
        generator.writeNumberField("id", recipient.id());
        generator.writeStringField("messageId", recipient.messageId());
        generator.writeStringField("recipient", recipient.address());
        generator.writeStringField("destination", recipient.destination());
        generator.writeNumberField("priority", recipient.priority());
        generator.writeStringField("state", recipient.state().name());
        generator.writeStringField("createdAt", recipient.createdAt().toString());
        generator.writeStringField("dueAt", recipient.dueAt().toString());
        generator.writeStringField(
                "settledAt",
                recipient.settledAt() == null ? null : recipient.settledAt().toString());
        generator.writeNumberField("attempts", recipient.attempts());
        generator.writeBooleanField("possibleDuplicate", recipient.possibleDuplicate());
        generator.writeStringField("phase", recipient.phase());
        generator.writeStringField("reply", recipient.reply());
        generator.writeStringField("decision", recipient.decision());
        generator.writeStringField("reason", recipient.reason());
        generator.writeStringField("rule", recipient.rule());
    }

    private String text(OutboxRecipient recipient) {
        StringBuilder text = new StringBuilder();
        text.append(recipient.id()).append("  ").append(words(recipient.state()));
        text.append("  ").append(PrintableText.of(recipient.address(), MAX_NAME));
        text.append("  ").append(PrintableText.of(recipient.messageId(), MAX_NAME));
        text.append("  ").append(PrintableText.of(recipient.destination(), MAX_NAME));
        if (recipient.state() == OutboxState.QUEUED) {
            text.append("  " + (recipient.dueAt().isAfter(now) ? words("dueAt", recipient.dueAt()) : words("due")));
        }
        if (recipient.attempts() > 0) {
            text.append("  ").append(words("attempts", recipient.attempts()));
        }
        text.append(recipient.possibleDuplicate() ? "  " + words("acceptedBefore") : "");
        return text + said(recipient.phase(), recipient.reply(), recipient.decision(), recipient.reason());
    }

    private static String said(
            @Nullable String phase, @Nullable String reply, @Nullable String decision, @Nullable String reason) {
        String said = phase == null ? "" : "\n  " + phase + (reply == null ? "" : ": " + reply(reply));
        return said + (decision == null ? "" : "\n  " + decision + ", " + reason);
    }

    private static String reply(String reply) {
        return PrintableText.of(reply, MAX_REPLY);
    }

    /** What stands in the labels under this name, filled in. */
    String words(String label, Object... values) {
        return String.format(language, Language.labels(language).getString(label), values);
    }

    private String words(OutboxState state) {
        return words("state." + state);
    }

    /** Whether a lane has it in hand, so that it can be tried again later. */
    static boolean isBusy(@Nullable OutboxState state) {
        return state != null && state != OutboxState.QUEUED && state != OutboxState.PARKED && !state.isSettled();
    }

    /** Why nothing could be done with the recipient of this number, who is in this state, or in none. */
    String why(long id, @Nullable OutboxState state) {
        if (state == null) {
            return words("absent", id);
        }
        if (state.isSettled()) {
            return words("unchanged.settled", id, words(state));
        }
        return words(isBusy(state) ? "unchanged.busy" : "unchanged." + state, id);
    }

    String attempt(long id, OutboxAttempt attempt) {
        if (!json) {
            return "  "
                    + words("attempt", attempt.attempt(), attempt.at(), words("acceptance." + attempt.acceptance()))
                    + said(attempt.phase(), attempt.reply(), attempt.decision(), attempt.reason())
                            .replace("\n", "\n  ");
        }
        return Json.asciiObject(generator -> {
            generator.writeNumberField("id", id);
            generator.writeNumberField("attempt", attempt.attempt());
            generator.writeStringField("at", attempt.at().toString());
            generator.writeStringField("acceptance", attempt.acceptance());
            generator.writeStringField("phase", attempt.phase());
            generator.writeStringField("reply", attempt.reply());
            generator.writeStringField("decision", attempt.decision());
            generator.writeStringField("reason", attempt.reason());
            generator.writeStringField("rule", attempt.rule());
        });
    }

    String depth(OutboxDepth depth) {
        Duration age = depth.age(now);
        if (!json) {
            return PrintableText.of(depth.destination(), MAX_NAME) + "  " + words(depth.state()) + "  "
                    + depth.recipients() + "  " + words("oldest", age.toSeconds());
        }
        return Json.asciiObject(generator -> {
            generator.writeStringField("destination", depth.destination());
            generator.writeStringField("state", depth.state().name());
            generator.writeNumberField("recipients", depth.recipients());
            generator.writeStringField("oldest", depth.oldest().toString());
            generator.writeNumberField("oldestSeconds", age.toSeconds());
        });
    }

    String parking(OutboxParking parking) {
        if (!json) {
            return (parking.isAccount() ? words("account") : PrintableText.of(parking.destination(), MAX_NAME)) + "  "
                    + words("parkedSince", parking.since(), reply(parking.why()));
        }
        return Json.asciiObject(generator -> {
            generator.writeStringField("parked", parking.destination());
            generator.writeStringField("since", parking.since().toString());
            generator.writeStringField("why", parking.why());
        });
    }

    /** What became of one recipient, destination or the account. */
    String changed(String kind, String name, boolean changed) {
        if (!json) {
            String what = kind.equals("account") ? words("account") : PrintableText.of(name, MAX_NAME);
            return words(changed ? "changed" : "unchanged", what);
        }
        return Json.asciiObject(generator -> {
            if (kind.equals("id")) {
                generator.writeNumberField(kind, Long.parseLong(name));
            } else {
                generator.writeStringField(kind, name);
            }
            generator.writeBooleanField("changed", changed);
        });
    }

    /** How many there were. */
    String count(String what, int count) {
        return json ? Json.asciiObject(generator -> generator.writeNumberField(what, count)) : words(what, count);
    }
}

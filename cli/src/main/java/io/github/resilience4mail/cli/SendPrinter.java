/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.PrintableText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;

/** The two forms in which is printed how it ended. Not thread-safe. */
final class SendPrinter {

    private static final int MAX_PRINTED = 320;

    private final boolean json;
    private final Locale language;
    private final ResourceBundle labels;
    /** What has been explained once need not be explained to a person for each of a thousand recipients. */
    private final Set<String> explained = new HashSet<>();

    SendPrinter(boolean json, Locale language) {
        this.json = json;
        this.language = language;
        labels = Language.labels(language);
    }

    String ending(Ending ending) {
        return json ? object(ending) : text(ending);
    }

    String summary(SendTally tally, int connections, Duration elapsed) {
        return json ? summaryObject(tally, connections, elapsed) : summaryText(tally, connections, elapsed);
    }

    private static String object(Ending ending) {
        Decision decision = ending.decision();
        Verdict verdict = ending.outcome() == Outcome.DELIVERED ? null : ending.verdict();
        return Json.object(generator -> {
            generator.writeStringField("messageId", ending.messageId());
            generator.writeStringField("recipient", ending.recipient());
            generator.writeStringField("outcome", ending.outcome().name());
            generator.writeBooleanField("possibleDuplicate", ending.possibleDuplicate());
            generator.writeNumberField("attempts", ending.attempts());
            generator.writeStringField(
                    "reply", ending.reply() == null ? null : ending.reply().toString());
            generator.writeStringField("decision", decision == null ? null : decision.name());
            generator.writeStringField(
                    "reason", verdict == null ? null : verdict.reason().name());
            generator.writeStringField(
                    "retryAt",
                    ending.retryAt() == null ? null : ending.retryAt().toString());
        });
    }

    private static String summaryObject(SendTally tally, int connections, Duration elapsed) {
        return Json.object(generator -> {
            generator.writeObjectFieldStart("summary");
            generator.writeNumberField("delivered", tally.count(Outcome.DELIVERED));
            generator.writeNumberField("deferred", tally.count(Outcome.DEFERRED));
            generator.writeNumberField("givenUp", tally.count(Outcome.GIVEN_UP));
            generator.writeNumberField("fixConfig", tally.count(Outcome.FIX_CONFIG));
            generator.writeNumberField("unknown", tally.count(Outcome.UNKNOWN));
            generator.writeNumberField("attempts", tally.attempts());
            generator.writeNumberField("connections", connections);
            generator.writeNumberField("seconds", BigDecimal.valueOf(elapsed.toMillis(), 3));
            generator.writeEndObject();
        });
    }

    private String text(Ending ending) {
        StringBuilder text = new StringBuilder(PrintableText.of(ending.recipient(), MAX_PRINTED))
                .append(": ")
                .append(labels.getString("outcome." + ending.outcome()));
        if (ending.attempts() > 1) {
            text.append(' ').append(word("afterAttempts", ending.attempts()));
        }
        if (ending.possibleDuplicate()) {
            text.append(", ").append(labels.getString("possibleDuplicate"));
        }
        text.append("  ").append(PrintableText.of(ending.messageId(), MAX_PRINTED));
        if (ending.outcome() != Outcome.DELIVERED) {
            explain(text, ending);
        }
        return text.toString();
    }

    private void explain(StringBuilder text, Ending ending) {
        String phase = ending.phase() == null ? "" : ending.phase().name();
        if (ending.reply() != null) {
            text.append("\n  ").append(phase).append(": ").append(ending.reply());
        }
        Verdict verdict = ending.verdict();
        if (verdict != null) {
            Explanation explanation = verdict.explain(language);
            text.append("\n  ").append(explanation.title());
            if (explained.add(verdict.ruleId() + " " + ending.outcome())) {
                append(text, "cause", explanation.cause());
                // of what is worth another attempt an explanation says that it is made; here nobody makes it any more
                if (verdict.decision() != Decision.RETRY) {
                    append(text, "action", explanation.action());
                    // the explanation names the settings of a program; this one has others
                    String here = "here." + verdict.reason();
                    if (labels.containsKey(here)) {
                        append(text, "here", labels.getString(here));
                    }
                }
            }
        }
        if (ending.outcome() == Outcome.UNKNOWN) {
            text.append("\n  ").append(labels.getString("checkFirst"));
        }
        if (ending.retryAt() != null) {
            append(text, "notBefore", ending.retryAt().toString());
        }
    }

    private void append(StringBuilder text, String label, String value) {
        text.append("\n  ").append(labels.getString(label)).append(' ').append(value);
    }

    private String summaryText(SendTally tally, int connections, Duration elapsed) {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : Outcome.values()) {
            if (tally.count(outcome) > 0) {
                text.append(text.isEmpty() ? "" : ", ").append(tally.count(outcome));
                text.append(' ').append(labels.getString("outcome." + outcome));
            }
        }
        String seconds = String.format(language, "%.1f", elapsed.toMillis() / 1000.0);
        return text.append("; ")
                .append(word("summary", tally.attempts(), connections, seconds))
                .toString();
    }

    private String word(String key, Object... values) {
        return String.format(language, labels.getString(key), values);
    }
}

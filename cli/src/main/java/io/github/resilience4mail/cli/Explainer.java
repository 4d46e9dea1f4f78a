/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.Timekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** Puts verdicts into the two forms in which they are printed. */
final class Explainer {

    private final ReplyCatalogue catalogue;
    /** The catalogue without the user's rules, or null if there are none. */
    private final @Nullable ReplyCatalogue without;

    private final Locale language;
    private final Timekeeper timekeeper = Timekeeper.system();
    private final ResourceBundle labels;

    Explainer(ReplyCatalogue catalogue, @Nullable ReplyCatalogue without, Locale language) {
        this.catalogue = catalogue;
        this.without = without;
        this.language = language;
        labels = Language.labels(language);
    }

    private Optional<Verdict> verdict(Request request) {
        return catalogue.classify(SmtpReply.parse(request.reply()), request.phase(), request.host(), timekeeper.now());
    }

    /** An object for programs. */
    String json(Request request) {
        Verdict verdict = verdict(request).orElse(null);
        Explanation explanation = verdict == null ? null : verdict.explain(language);
        return Json.object(generator -> {
            generator.writeFieldName("id");
            generator.writeRawValue(request.id());
            write(generator, verdict);
            generator.writeStringField("title", explanation == null ? null : explanation.title());
            generator.writeStringField("cause", explanation == null ? null : explanation.cause());
            generator.writeStringField("action", explanation == null ? null : explanation.action());
        });
    }

    private static void write(JsonGenerator generator, @Nullable Verdict verdict) throws IOException {
        Json.writeDecision(generator, verdict);
        Optional<Duration> hint = verdict == null ? Optional.empty() : verdict.hint();
        if (hint.isPresent()) {
            generator.writeNumberField("hintSeconds", hint.get().toSeconds());
        } else {
            generator.writeNullField("hintSeconds");
        }
        DelayClass delayClass = verdict == null ? null : verdict.delayClass().orElse(null);
        generator.writeStringField("delayClass", delayClass == null ? null : delayClass.name());
        generator.writeStringField(
                "confidence", verdict == null ? null : verdict.confidence().name());
        generator.writeStringField("rule", verdict == null ? null : verdict.ruleId());
    }

    /** A paragraph for people. */
    String text(Request request) {
        StringBuilder text = new StringBuilder();
        text.append(SmtpReply.parse(request.reply())).append('\n');
        Verdict verdict = verdict(request).orElse(null);
        if (verdict == null) {
            return text.append("  ")
                    .append(labels.getString("positive"))
                    .append('\n')
                    .toString();
        }
        Explanation explanation = verdict.explain(language);
        text.append("  ").append(explanation.title()).append('\n');
        append(
                text,
                "decision",
                labels.getString(verdict.decision().name()) + " (" + verdict.decision() + ", " + verdict.reason()
                        + ")");
        append(text, "cause", explanation.cause());
        append(text, "action", explanation.action());
        if (verdict.decision() == Decision.RETRY) {
            append(text, "when", when(verdict));
        }
        append(text, "rule", verdict.ruleId() + " (" + verdict.confidence() + ")");
        if (without != null) {
            append(text, "without", without(without, request));
        }
        return text.toString();
    }

    /** The rule that would have answered if the user had none. */
    private static String without(ReplyCatalogue standard, Request request) {
        return standard.classify(SmtpReply.parse(request.reply()), request.phase(), request.host())
                .map(verdict -> verdict.ruleId() + " (" + verdict.decision() + ", " + verdict.reason() + ")")
                .orElse("-");
    }

    private String when(Verdict verdict) {
        String usual = verdict.delayClass()
                .map(delayClass -> labels.getString(delayClass.name()))
                .orElse("");
        return verdict.hint()
                .map(hint -> String.format(language, labels.getString("hint"), hint.toSeconds()))
                .orElse(usual);
    }

    private void append(StringBuilder text, String label, String value) {
        text.append("  ")
                .append(labels.getString(label))
                .append(' ')
                .append(value)
                .append('\n');
    }
}

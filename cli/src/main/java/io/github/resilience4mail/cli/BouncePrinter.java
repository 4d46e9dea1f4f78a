/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.javamail.BounceKind;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.outbox.OutboxBounce;
import io.github.resilience4mail.outbox.OutboxRecipient;
import java.util.Locale;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The two forms in which bounces are printed. */
final class BouncePrinter {

    private final Locale language;
    private final ResourceBundle labels;

    BouncePrinter(Locale language) {
        this.language = language;
        labels = Language.labels(language);
    }

    /**
     * An object for programs.
     *
     * @param file where it was read
     * @param report what it says
     * @param known what became of it in the outbox, or null if there is none
     */
    String json(String file, BounceReport report, @Nullable OutboxBounce known) {
        return json(
                known,
                file,
                report.kind(),
                report.recipient().orElse(null),
                report.reply().map(Object::toString).orElse(null),
                report.verdict().orElse(null));
    }

    /** The object for a file that cannot even be opened. */
    static String unreadable(String file) {
        return json(null, file, BounceKind.UNREADABLE, null, null, null);
    }

    private static String json(
            @Nullable OutboxBounce known,
            String file,
            BounceKind kind,
            @Nullable String recipient,
            @Nullable String reply,
            @Nullable Verdict verdict) {
        return Json.object(generator -> {
            generator.writeStringField("file", file);
            generator.writeStringField("kind", kind.name());
            generator.writeStringField("recipient", recipient);
            generator.writeStringField("reply", reply);
            Json.writeDecision(generator, verdict);
            generator.writeStringField("rule", verdict == null ? null : verdict.ruleId());
            if (known != null) {
                OutboxRecipient row = known.recipient();
                generator.writeStringField("outbox", known.result().name());
                if (row == null) {
                    generator.writeNullField("outboxId");
                } else {
                    generator.writeNumberField("outboxId", row.id());
                }
            }
        });
    }

    /** Which message of a mailbox it is, behind the name of the file; the first needs no number. */
    String message(int number) {
        return number == 1 ? "" : ", " + labels.getString("message") + " " + number;
    }

    /** A paragraph for people. */
    String text(String file, BounceReport report, @Nullable OutboxBounce known) {
        StringBuilder text = new StringBuilder(file).append(": ");
        text.append(labels.getString(report.kind().name()));
        report.recipient().ifPresent(recipient -> text.append(", ").append(recipient));
        text.append('\n');
        report.reply().ifPresent(reply -> text.append("  ").append(reply).append('\n'));
        report.verdict().ifPresent(verdict -> explain(text, verdict));
        if (known != null) {
            OutboxRecipient row = known.recipient();
            text.append("  ").append(labels.getString("outbox." + known.result()));
            text.append(row == null ? "" : " (" + row.id() + ")").append('\n');
        }
        return text.toString();
    }

    private void explain(StringBuilder text, Verdict verdict) {
        Explanation explanation = verdict.explain(language);
        text.append("  ").append(explanation.title()).append('\n');
        text.append("  ").append(labels.getString("decision")).append(' ');
        text.append(labels.getString(verdict.decision().name()));
        text.append(" (").append(verdict.decision()).append(", ").append(verdict.reason());
        text.append(")\n  ").append(labels.getString("action")).append(' ');
        text.append(explanation.action()).append('\n');
    }
}

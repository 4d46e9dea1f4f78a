/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a failed delivery comes to, in one line that a person can act on. It holds no body and no credential. */
public final class FailureSummary {

    private static final int MAX_NAMED = 3;
    private static final int MAX_ADDRESS = 254;

    private final DeliveryReport report;
    private final Locale locale;

    /**
     * A summary in English.
     *
     * @param report of a delivery in which somebody was not delivered to
     */
    public FailureSummary(DeliveryReport report) {
        this(report, Locale.ENGLISH);
    }

    /**
     * A summary.
     *
     * @param report of a delivery in which somebody was not delivered to
     * @param locale of the explanation: English unless the language is French
     */
    public FailureSummary(DeliveryReport report, Locale locale) {
        this.report = report;
        this.locale = locale;
    }

    /** The counts, then for each different cause the recipients, the reply, what it means and what to do. */
    @Override
    public String toString() {
        List<RecipientReport> failed = report.recipients().stream()
                .filter(r -> r.outcome() != Outcome.DELIVERED)
                .toList();
        String causes = failed.stream()
                .collect(
                        Collectors.groupingBy(FailureSummary::cause, java.util.LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .map(this::describe)
                .collect(Collectors.joining("; "));
        String id = report.messageId().isEmpty() ? "" : " " + PrintableText.of(report.messageId(), MAX_ADDRESS);
        return "Message" + id + " not delivered to " + failed.size() + " of "
                + report.recipients().size()
                + (report.recipients().size() == 1 ? " recipient: " : " recipients: ") + causes;
    }

    private static List<Object> cause(RecipientReport recipient) {
        return List.of(
                recipient.outcome(),
                recipient.verdict().map(Verdict::reason).map(Enum::name).orElse(""),
                recipient.verdict().map(Verdict::ruleId).orElse(""));
    }

    private String describe(List<RecipientReport> same) {
        RecipientReport first = same.get(0);
        String names = same.stream()
                .limit(MAX_NAMED)
                .map(r -> PrintableText.of(r.recipient(), MAX_ADDRESS))
                .collect(Collectors.joining(", "));
        int more = same.size() - MAX_NAMED;
        return first.outcome() + " " + names + (more > 0 ? " and " + more + " more" : "") + reply(first)
                + meaning(first) + retry(first);
    }

    private static String reply(RecipientReport recipient) {
        String phase = recipient.phase().map(p -> " at " + p).orElse("");
        return recipient
                .reply()
                .map(r -> phase + ", the server said \"" + r + "\"")
                .orElse(phase);
    }

    private String meaning(RecipientReport recipient) {
        Optional<Explanation> explanation = recipient.verdict().map(v -> v.explain(locale));
        return explanation.map(e -> ": " + e.title() + ". " + e.action()).orElse("");
    }

    private static String retry(RecipientReport recipient) {
        return recipient.retryAt().map(at -> " (not before " + at + ")").orElse("");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.PrintableText;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/**
 * What a failed delivery comes to, on one printable line that a person can act on: for each cause the recipients, the
 * reply, what it means and what to do. It holds no body and no credential.
 */
public final class FailureSummary {

    private static final String BUNDLE = "io.github.resilience4mail.engine.summary";
    private static final int MAX_NAMED = 3;
    private static final int MAX_CAUSES = 5;
    private static final int MAX_ADDRESS = 254;

    private final DeliveryReport report;
    private final Locale locale;
    private final ResourceBundle words;

    /**
     * A summary.
     *
     * @param report of a delivery in which somebody was not delivered to
     * @param locale English unless the language is French
     */
    public FailureSummary(DeliveryReport report, Locale locale) {
        this.report = report;
        this.locale = locale;
        // both exist exactly, so the search never falls back to the default locale
        Locale known = locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ROOT;
        this.words = ResourceBundle.getBundle(BUNDLE, known);
    }

    /** The line. */
    @Override
    public String toString() {
        List<RecipientReport> failed = report.recipients().stream()
                .filter(r -> r.outcome() != Outcome.DELIVERED)
                .toList();
        int all = report.recipients().size();
        String causes = failed.stream()
                .collect(Collectors.groupingBy(FailureSummary::cause, LinkedHashMap::new, Collectors.toList()))
                .values()
                .stream()
                .limit(MAX_CAUSES)
                .map(this::describe)
                .collect(Collectors.joining(" "));
        String id = PrintableText.of(report.messageId(), MAX_ADDRESS);
        return (all == 1 ? word("message.single", id) : word("message", id, failed.size(), all)) + " " + causes;
    }

    /** Those of whom the same is to be said. */
    private static List<Object> cause(RecipientReport recipient) {
        return List.of(
                recipient.outcome(),
                recipient.verdict().map(Verdict::ruleId).orElse(""),
                recipient.phase().map(Enum::name).orElse(""));
    }

    private String describe(List<RecipientReport> same) {
        RecipientReport first = same.get(0);
        String what = word(first.outcome().name(), names(same));
        String explained = first.verdict()
                .map(v -> v.explain(locale))
                .map(e -> explain(first, e))
                .orElse("");
        return what + said(first) + "." + explained + advice(first);
    }

    private String names(List<RecipientReport> same) {
        String names = same.stream()
                .limit(MAX_NAMED)
                .map(r -> PrintableText.of(r.recipient(), MAX_ADDRESS))
                .collect(Collectors.joining(", "));
        int more = same.size() - MAX_NAMED;
        return more > 0 ? names + " " + word("more", more) : names;
    }

    private String said(RecipientReport recipient) {
        String phase = recipient.phase().map(Enum::name).orElse("");
        if (phase.isEmpty()) {
            return "";
        }
        return "; " + recipient.reply().map(r -> word("said", phase, r)).orElseGet(() -> word("failed", phase));
    }

    /** What to do is the explanation's, unless all there is to do is to send it again, or not. */
    private static String explain(RecipientReport recipient, Explanation explanation) {
        boolean actionFits = recipient.outcome() == Outcome.GIVEN_UP || recipient.outcome() == Outcome.FIX_CONFIG;
        return " " + explanation.title() + ". " + (actionFits ? explanation.action() : explanation.cause());
    }

    private String advice(RecipientReport recipient) {
        return switch (recipient.outcome()) {
            case DEFERRED ->
                recipient.retryAt().map(at -> " " + word("again", at)).orElse("");
            case UNKNOWN -> " " + word("checkFirst");
            case DELIVERED, GIVEN_UP, FIX_CONFIG -> "";
        };
    }

    private String word(String key, Object... values) {
        Object[] texts = Arrays.stream(values).map(String::valueOf).toArray();
        return new MessageFormat(words.getString(key), locale).format(texts);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * A verdict in words that a person can act on.
 *
 * @param title what happened, in a few words
 * @param cause why, in a sentence or two
 * @param action what to do now, with the setting to change where there is one
 */
public record Explanation(String title, String cause, String action) {

    static final String BUNDLE = "io.github.resilience4mail.catalogue.explanations";

    /**
     * Explains a verdict. The rule that decided may have words of its own; else those for reason and decision are
     * taken, else those for the reason.
     *
     * @param verdict what has been decided
     * @param locale French if its language is French, else English; the default locale plays no part
     * @return title, cause and action
     */
    public static Explanation of(Verdict verdict, Locale locale) {
        // both exist exactly, so the search never falls back to the default locale
        Locale known = locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ROOT;
        ResourceBundle bundle = ResourceBundle.getBundle(BUNDLE, known);
        return new Explanation(
                text(bundle, verdict, "title"), text(bundle, verdict, "cause"), text(bundle, verdict, "action"));
    }

    private static String text(ResourceBundle bundle, Verdict verdict, String part) {
        String reason = verdict.reason().name();
        return List.of(verdict.ruleId(), reason + "." + verdict.decision(), reason).stream()
                .map(prefix -> prefix + "." + part)
                .filter(bundle::containsKey)
                .findFirst()
                .map(bundle::getString)
                .orElseThrow(() -> new IllegalStateException("no words for the " + part + " of " + reason));
    }
}

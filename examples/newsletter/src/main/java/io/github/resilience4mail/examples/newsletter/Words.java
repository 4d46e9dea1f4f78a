/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.Locale;
import java.util.ResourceBundle;

/** What the program says, in the language that was asked for. Immutable. */
final class Words {

    private static final String BUNDLE = "io.github.resilience4mail.examples.newsletter.words";

    private final Locale locale;
    private final ResourceBundle bundle;

    Words(Locale locale) {
        this.locale = locale;
        // both exist exactly, so the search never falls back to the default locale
        Locale known = locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ROOT;
        bundle = ResourceBundle.getBundle(BUNDLE, known);
    }

    Locale locale() {
        return locale;
    }

    /** The text of a key, with its arguments in place. */
    String of(String key, Object... arguments) {
        return String.format(locale, bundle.getString(key), arguments);
    }

    /** "7.3 s", or from a minute on "8 min 05 s". */
    String duration(Duration duration) {
        return duration.toMinutes() == 0
                ? of("duration.seconds", duration.toMillis() / 1000.0)
                : of("duration.minutes", duration.toMinutes(), duration.toSecondsPart());
    }
}

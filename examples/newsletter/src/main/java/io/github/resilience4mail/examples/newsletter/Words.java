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

    /** The name of the language, as a page gives it. */
    String language() {
        return locale.getLanguage();
    }

    String number(long value) {
        return String.format(locale, "%,d", value);
    }

    /** "8 %", "0.4 %", and for none "0 %". */
    String percent(long part, long whole) {
        double share = whole == 0 ? 0 : 100.0 * part / whole;
        return String.format(locale, share > 0 && share < 10 ? "%.1f %%" : "%.0f %%", share);
    }

    /** "0", "45 s", "8 min", "1 h 30", as the ticks of a clock have it. */
    String shortDuration(Duration duration) {
        if (duration.toSeconds() == 0) {
            return "0";
        }
        if (duration.toMinutes() == 0) {
            return duration.toSeconds() + " s";
        }
        if (duration.toHours() == 0) {
            return duration.toSecondsPart() == 0
                    ? duration.toMinutes() + " min"
                    : String.format(locale, "%d:%02d min", duration.toMinutes(), duration.toSecondsPart());
        }
        return String.format(locale, "%d:%02d h", duration.toHours(), duration.toMinutesPart());
    }

    /** "7.3 s", or from a minute on "8 min 05 s". */
    String duration(Duration duration) {
        return duration.toMinutes() == 0
                ? of("duration.seconds", duration.toMillis() / 1000.0)
                : of("duration.minutes", duration.toMinutes(), duration.toSecondsPart());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.util.Locale;
import java.util.ResourceBundle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** One of the languages that there are explanations in. */
final class Language implements ITypeConverter<Locale> {

    @Override
    public Locale convert(String value) {
        String language = Locale.forLanguageTag(value.replace('_', '-')).getLanguage();
        if (!language.equals("en") && !language.equals("fr")) {
            throw new TypeConversionException("\"" + value + "\" is neither en nor fr");
        }
        return Locale.forLanguageTag(language);
    }

    /** The words around what is told in a language. */
    static ResourceBundle labels(Locale language) {
        // as with the explanations: both exist exactly, so the default locale plays no part
        return ResourceBundle.getBundle(
                "io.github.resilience4mail.cli.labels",
                language.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ROOT);
    }
}

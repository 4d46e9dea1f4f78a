/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.smtp.PrintableText;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A number of things. */
final class WholeNumber implements ITypeConverter<Integer> {

    private static final int MAX_QUOTED = 40;

    @Override
    public Integer convert(String value) {
        try {
            return Integer.valueOf(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "\"" + PrintableText.of(value, MAX_QUOTED) + "\" is not a whole number up to " + Integer.MAX_VALUE);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.time.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A duration with its unit: a number alone could be anything. */
final class DurationOption implements ITypeConverter<Duration> {

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final int MAX_QUOTED = 40;

    @Override
    public Duration convert(String value) {
        Duration duration;
        try {
            duration = value.isBlank() || value.chars().allMatch(Character::isDigit) ? null : Durations.parse(value);
        } catch (IllegalArgumentException e) {
            duration = null;
        }
        if (duration == null || duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw new TypeConversionException("\"" + PrintableText.of(value, MAX_QUOTED)
                    + "\" is not a duration; write a number and its unit, such as 500ms, 60s or 5m");
        }
        return duration;
    }
}

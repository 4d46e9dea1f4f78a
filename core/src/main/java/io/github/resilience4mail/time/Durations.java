/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;

/** Durations as people write them in properties and on command lines: {@code 500ms}, {@code 30s}, {@code 4d}. */
public final class Durations {

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text a whole number with the unit ms, s, m, h or d, or the ISO-8601 form such as PT30S; a number alone
     *     counts milliseconds, as everywhere in Jakarta Mail
     * @return the duration
     * @throws IllegalArgumentException if the text is not a duration
     */
    public static Duration parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        int unitAt = 0;
        while (unitAt < plain.length() && (Character.isDigit(plain.charAt(unitAt)) || plain.charAt(unitAt) == '-')) {
            unitAt++;
        }
        try {
            if (unitAt == 0) {
                return Duration.parse(plain);
            }
            return of(
                    Long.parseLong(plain.substring(0, unitAt)),
                    plain.substring(unitAt).strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration such as 500ms, 30s, 5m, 2h or 4d", e);
        }
    }

    private static Duration of(long number, String unit) {
        return switch (unit) {
            case "", "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new DateTimeException("unknown unit " + unit);
        };
    }
}

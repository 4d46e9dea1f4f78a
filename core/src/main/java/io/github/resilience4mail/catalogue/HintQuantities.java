/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static io.github.resilience4mail.catalogue.HintWords.AND;
import static io.github.resilience4mail.catalogue.HintWords.CLOCK;
import static io.github.resilience4mail.catalogue.HintWords.HALF;
import static io.github.resilience4mail.catalogue.HintWords.HUNDREDTHS;
import static io.github.resilience4mail.catalogue.HintWords.IN;
import static io.github.resilience4mail.catalogue.HintWords.LETTER;
import static io.github.resilience4mail.catalogue.HintWords.MORE;
import static io.github.resilience4mail.catalogue.HintWords.NEXT;
import static io.github.resilience4mail.catalogue.HintWords.NUMBER;
import static io.github.resilience4mail.catalogue.HintWords.ONE;
import static io.github.resilience4mail.catalogue.HintWords.OPAQUE;
import static io.github.resilience4mail.catalogue.HintWords.PART_OF;
import static io.github.resilience4mail.catalogue.HintWords.QUARTER;
import static io.github.resilience4mail.catalogue.HintWords.SHORT_CLOCK;
import static io.github.resilience4mail.catalogue.HintWords.TIME_OF_DAY;
import static io.github.resilience4mail.catalogue.HintWords.UNIT;
import static io.github.resilience4mail.catalogue.HintWords.UP_TO;

import org.jspecify.annotations.Nullable;

/** Finds the spans of time in a text, whatever they mean there: "5 minutes", "half an hour", "2m30s". */
final class HintQuantities {

    private static final int MAX_PARTS = 4;

    private final HintTokens tokens;

    /** Some seconds, and the tokens that say so. */
    record Quantity(long seconds, int start, int end, boolean hasUnit) {}

    HintQuantities(HintTokens tokens) {
        this.tokens = tokens;
    }

    /** The span that begins with a token, or null. */
    @Nullable
    Quantity at(int index) {
        if (tokens.has(index, CLOCK | SHORT_CLOCK)) {
            return clock(index);
        }
        if (tokens.has(index, NUMBER)) {
            Quantity counted = counted(index);
            if (counted != null) {
                return counted;
            }
        }
        if (tokens.has(index, ONE | HALF | QUARTER)) {
            return inWords(index);
        }
        return tokens.has(index, NUMBER)
                ? new Quantity(tokens.value(index) / HUNDREDTHS, index, index + 1, false)
                : null;
    }

    private @Nullable Quantity clock(int index) {
        boolean timeOfDay = tokens.has(index - 1, TIME_OF_DAY | NUMBER | OPAQUE)
                || tokens.has(index + 1, TIME_OF_DAY | NUMBER)
                || (tokens.has(index, SHORT_CLOCK) && !tokens.has(index - 1, IN | NEXT));
        return timeOfDay ? null : new Quantity(tokens.value(index), index, index + 1, true);
    }

    /** "5 minutes", "2 to 3 hours" (the longer one counts), "1 hour and 30 minutes", "2m30s". */
    private @Nullable Quantity counted(int index) {
        long hundredths = 0;
        int end = index;
        int next = index;
        for (int parts = 0; parts < MAX_PARTS && tokens.has(next, NUMBER); parts++) {
            int number = tokens.has(next + 1, UP_TO) && tokens.has(next + 2, NUMBER) ? next + 2 : next;
            int unit = tokens.has(number + 1, MORE) ? number + 2 : number + 1;
            if (!tokens.has(unit, UNIT)) {
                break;
            }
            hundredths += tokens.value(number) * tokens.value(unit);
            end = unit + 1;
            next = end;
            while (next < end + 2 && tokens.has(next, AND)) {
                next++;
            }
        }
        return end == index ? null : new Quantity(hundredths / HUNDREDTHS, index, end, true);
    }

    /** "an hour", "half an hour", "une demi-heure". */
    private @Nullable Quantity inWords(int index) {
        if (tokens.has(index, ONE) && tokens.has(index + 1, UNIT) && !tokens.has(index + 1, LETTER)) {
            return new Quantity(tokens.value(index + 1), index, index + 2, true);
        }
        int part = tokens.has(index, HALF | QUARTER) ? index : index + 1;
        int unit = part + 1;
        while (unit < part + 3 && tokens.has(unit, PART_OF) && !isWholeUnit(unit)) {
            unit++;
        }
        if (!tokens.has(part, HALF | QUARTER) || !isWholeUnit(unit)) {
            return null;
        }
        long divisor = tokens.has(part, HALF) ? 2 : 4;
        return new Quantity(tokens.value(unit) / divisor, index, unit + 1, true);
    }

    private boolean isWholeUnit(int index) {
        return tokens.has(index, UNIT) && !tokens.has(index, LETTER);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.catalogue.HintTokens.Kind;
import io.github.resilience4mail.catalogue.HintTokens.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the delay that a server names: "try again in 300 seconds".
 *
 * <p>Replies are full of other times: rates ("5 recipients per 5 minutes"), ages of messages, windows of statistics. So
 * a delay counts only if a call to come back leads up to it with nothing but harmless words in between; the first word
 * that is not known to be harmless ends the search. It looks back a bounded number of words, so it is linear.
 */
final class DelayHint {

    /** No server can park a message for longer. */
    static final Duration MAX = Duration.ofHours(24);

    /** Without any digit, one of these must be there. */
    private static final List<String> UNIT_STEMS =
            List.of("hour", "minut", "Minut", "second", "heure", "tunde", "hora", "ora", "uur", "day");

    private static final Set<String> SIGNS = Set.of(",", ":", "=", "-", "'", "’", "(", "[");

    private static final int LOOK_BACK = 9;
    /** Longer than any server means; the sum of the parts of a delay stays far below an overflow. */
    private static final long ABSURD = Duration.ofDays(366).toSeconds();

    private final List<Token> tokens;

    private DelayHint(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * The first delay that the text names.
     *
     * @param lines of a reply
     * @return more than zero and at most {@link #MAX}, or empty
     */
    static Optional<Duration> in(List<String> lines) {
        if (lines.stream().noneMatch(DelayHint::hasDigitOrHour)) {
            return Optional.empty();
        }
        return new DelayHint(HintTokens.of(lines)).find();
    }

    /** Most replies name no time at all; they are told apart cheaply. */
    private static boolean hasDigitOrHour(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c >= '0' && c <= '9') {
                return true;
            }
        }
        return UNIT_STEMS.stream().anyMatch(line::contains);
    }

    private Optional<Duration> find() {
        for (int i = 0; i < tokens.size(); i++) {
            Quantity quantity = quantityAt(i);
            if (quantity != null && isDelay(i, quantity)) {
                if (quantity.seconds > 0 && quantity.seconds <= ABSURD) {
                    Duration delay = Duration.ofSeconds(quantity.seconds);
                    return Optional.of(delay.compareTo(MAX) > 0 ? MAX : delay);
                }
            }
        }
        return Optional.empty();
    }

    /** Some seconds, and the index of the token behind them. */
    private record Quantity(long seconds, int end, boolean hasUnit) {}

    private @Nullable Quantity quantityAt(int index) {
        Token first = tokens.get(index);
        if (first.kind() == Kind.CLOCK) {
            boolean timeOfDay =
                    HintWords.TIME_OF_DAY.contains(word(index - 1)) || HintWords.TIME_OF_DAY.contains(word(index + 1));
            return timeOfDay ? null : new Quantity(first.value(), index + 1, true);
        }
        if (first.kind() == Kind.NUMBER) {
            int last = isRange(index) ? index + 2 : index;
            if (isUnit(last + 1)) {
                return withFurtherParts(seconds(last), last + 2);
            }
            return new Quantity(first.value(), index + 1, false);
        }
        return first.kind() == Kind.WORD ? inWords(index) : null;
    }

    /** "an hour", "ten minutes", "half an hour", "a few minutes". */
    private @Nullable Quantity inWords(int index) {
        String word = word(index);
        boolean one = HintWords.ONE.contains(word);
        if ((one || HintWords.number(word) > 0) && isUnit(index + 1)) {
            return new Quantity(Math.max(1, HintWords.number(word)) * unit(index + 1), index + 2, true);
        }
        int part = one ? index + 1 : index;
        int unit = part + 1;
        while (unit < part + 3 && HintWords.PART_OF.contains(word(unit))) {
            unit++;
        }
        if (!isUnit(unit)) {
            return null;
        }
        long seconds = partOf(word(part), unit(unit));
        return seconds == 0 ? null : new Quantity(seconds, unit + 1, true);
    }

    private static long partOf(String part, long unit) {
        if (HintWords.HALF.contains(part)) {
            return unit / 2;
        }
        if (HintWords.QUARTER.contains(part)) {
            return unit / 4;
        }
        // five minutes are what most people mean by a few; of hours they mean fewer
        return HintWords.FEW.contains(part) ? unit * (unit <= 60 ? 5 : 2) : 0;
    }

    private long unit(int index) {
        return HintWords.seconds(word(index));
    }

    /** "2 to 3 hours": the longer one counts. */
    private boolean isRange(int index) {
        return HintWords.UP_TO.contains(word(index + 1)) && isNumber(index + 2) && isUnit(index + 3);
    }

    /** "1 hour and 30 minutes", "2m30s". */
    private Quantity withFurtherParts(long seconds, int end) {
        int next = HintWords.AND.contains(word(end)) ? end + 1 : end;
        if (isNumber(next) && isUnit(next + 1)) {
            return new Quantity(seconds + seconds(next), next + 2, true);
        }
        return new Quantity(seconds, end, true);
    }

    private long seconds(int number) {
        return tokens.get(number).value() * HintWords.seconds(word(number + 1));
    }

    private boolean isDelay(int start, Quantity quantity) {
        if (!quantity.hasUnit) {
            return followsRetryAfter(start);
        }
        return isLedUpTo(start) || (isAtStart(start) && isFollowedByCue(quantity.end));
    }

    /** The header of HTTP, which some servers borrow, needs no unit. */
    private boolean followsRetryAfter(int start) {
        int before = isOneOf(start - 1, ":", "=") ? start - 2 : start - 1;
        return word(before).equals("after")
                && isOneOf(before - 1, "-", "_")
                && word(before - 2).equals("retry");
    }

    private boolean isLedUpTo(int start) {
        String last = word(start - 1);
        if (HintWords.CUES.contains(last)) {
            return true;
        }
        if (!HintWords.PREPOSITIONS.contains(last) && !isOneOf(start - 1, ":", "=")) {
            return false;
        }
        boolean during = false;
        for (int i = start - 1; i >= Math.max(0, start - LOOK_BACK); i--) {
            String word = word(i);
            during |= HintWords.DURING.contains(word);
            if (HintWords.CUES.contains(word) || (during && HintWords.STATES.contains(word))) {
                return true;
            }
            if (!isHarmless(word)) {
                return false;
            }
        }
        return false;
    }

    private static boolean isHarmless(String word) {
        return HintWords.PREPOSITIONS.contains(word) || HintWords.FILLERS.contains(word) || SIGNS.contains(word);
    }

    /** "In 5 minutes, ...": only a preposition since the sentence began. */
    private boolean isAtStart(int start) {
        int i = start - 1;
        while (i >= Math.max(0, start - LOOK_BACK) && HintWords.PREPOSITIONS.contains(word(i))) {
            i--;
        }
        if (HintWords.POLITE.contains(word(i)) && i < start - 1) {
            return true;
        }
        boolean atBoundary = i < 0 || isOneOf(i, ".", ";", "!", ",", ":");
        return atBoundary && i < start - 1;
    }

    private boolean isFollowedByCue(int end) {
        for (int i = end; i < Math.min(tokens.size(), end + LOOK_BACK); i++) {
            if (HintWords.CUES.contains(word(i))) {
                return true;
            }
            if (!isHarmless(word(i))) {
                return false;
            }
        }
        return false;
    }

    private boolean isOneOf(int index, String... words) {
        return List.of(words).contains(word(index));
    }

    private boolean isNumber(int index) {
        return index < tokens.size() && tokens.get(index).kind() == Kind.NUMBER;
    }

    private boolean isUnit(int index) {
        return HintWords.isUnit(word(index));
    }

    /** The word or sign at an index, empty beyond the ends and for numbers. */
    private String word(int index) {
        return index >= 0 && index < tokens.size() ? tokens.get(index).word() : "";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.Arrays;
import java.util.List;

/**
 * A text cut up for {@link DelayHint}: words by their {@linkplain HintWords#meaning meaning}, numbers that stand for
 * themselves, times such as {@code 00:04:59}, and the signs that matter. Numbers that are part of something else (an
 * address, a version, a date) become tokens that mean nothing. Each char is looked at a bounded number of times.
 */
final class HintTokens {

    /** The lower half of a token: seconds, or the hundredths of a number. */
    private static final long VALUE = 0xFFFF_FFFFL;

    private static final int MAX_DIGITS = 7;
    private static final int AVERAGE_WORD = 5;

    private final StringBuilder text;
    private long[] tokens;
    private int size;
    private int at;
    /** Where the tokens begin that stand together without a space. */
    private int together;

    private HintTokens(StringBuilder text) {
        this.text = text;
        tokens = new long[text.length() / AVERAGE_WORD + 4];
    }

    static HintTokens of(List<String> lines) {
        int length = 0;
        for (int i = 0; i < lines.size(); i++) {
            length += lines.get(i).length() + 1;
        }
        StringBuilder text = new StringBuilder(Math.min(length, NormalText.MAX_INPUT + 1));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int room = NormalText.MAX_INPUT - text.length();
            fold(line.length() > room ? line.substring(0, Math.max(room, 0)) : line, text);
            text.append('\n');
        }
        HintTokens tokens = new HintTokens(text);
        tokens.read();
        return tokens;
    }

    private static void fold(String line, StringBuilder out) {
        String plain = NormalText.isAscii(line) ? line : NormalText.decompose(line);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (Character.getType(c) != Character.NON_SPACING_MARK) {
                out.append(Character.toLowerCase(c));
            }
        }
    }

    int size() {
        return size;
    }

    /** Whether a token has one of some marks of {@link HintWords}; beyond the ends there are none. */
    boolean has(int index, long marks) {
        return index >= 0 && index < size && (tokens[index] & marks) != 0;
    }

    /** All the marks of a token, which must exist. */
    long marks(int index) {
        return tokens[index] & ~VALUE;
    }

    /** The seconds of a unit or a clock, or the hundredths of a number. */
    long value(int index) {
        return tokens[index] & VALUE;
    }

    private void add(long token) {
        if (size == tokens.length) {
            tokens = Arrays.copyOf(tokens, 2 * size);
        }
        tokens[size++] = token;
    }

    private void read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (at == 0 || !isWordPart(at - 1)) {
                together = size;
            }
            if (isDigit(c)) {
                number();
            } else if (Character.isLetter(c)) {
                word();
            } else {
                sign(c);
                at++;
            }
        }
    }

    private void sign(char c) {
        switch (c) {
            case ',' -> add(HintWords.COMMA | HintWords.AND);
            case ':', '=' -> add(HintWords.COLON);
            case '/' -> add(HintWords.RATE);
            case ';', '!', '?' -> add(HintWords.STOP);
            case '.' -> stop();
            case '-' -> range();
            default -> {
                // quotation marks, apostrophes, brackets and the like do not change the sense
            }
        }
    }

    /** The full stop of an abbreviation ends no sentence. */
    private void stop() {
        if (!has(size - 1, HintWords.UNIT | HintWords.ABOUT)) {
            add(HintWords.STOP);
        }
    }

    private void range() {
        int next = at + 1;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        if (has(size - 1, HintWords.NUMBER) && next < text.length() && isDigit(text.charAt(next))) {
            add(HintWords.UP_TO);
        }
    }

    private void word() {
        int start = at;
        int hash = 0;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at)) && !isPeriodPrefix(start)) {
            hash = WordTable.hash(hash, text.charAt(at));
            at++;
        }
        if (isJoined(at)) {
            opaque();
        } else {
            add(HintWords.meaning(text, start, at, hash));
        }
    }

    /** The "PT" of "PT5M", ISO 8601's way to write a period. */
    private boolean isPeriodPrefix(int start) {
        return at == start + 2
                && text.charAt(start) == 'p'
                && text.charAt(start + 1) == 't'
                && isDigit(text.charAt(at));
    }

    private void number() {
        int start = at;
        boolean partOfSomething = start > 0 && isJoin(start - 1);
        skipDigits();
        if (!partOfSomething && clock(start)) {
            return;
        }
        int digits = at - start;
        int fraction = partOfSomething || digits > MAX_DIGITS ? -1 : fraction();
        if (fraction < 0 || isDate() || isJoinedToNumber()) {
            opaque();
            return;
        }
        numberWithUnit(
                HintWords.NUMBER | (Long.parseLong(text, start, start + digits, 10) * HintWords.HUNDREDTHS + fraction));
    }

    /** The hundredths behind a point or comma, or a negative number if it is not that which follows. */
    private int fraction() {
        if (!isDecimalPoint(at) || at + 1 >= text.length() || !isDigit(text.charAt(at + 1))) {
            return 0;
        }
        int start = at + 1;
        at = start;
        skipDigits();
        int digits = at - start;
        if (digits > 2) {
            return -1;
        }
        int value = Integer.parseInt(text, start, at, 10);
        return digits == 1 ? 10 * value : value;
    }

    private boolean isDecimalPoint(int index) {
        return index < text.length() && (text.charAt(index) == '.' || text.charAt(index) == ',');
    }

    /** "2m30s", "1h30": the letters behind a number must be a unit, else it was no number. */
    private void numberWithUnit(long number) {
        int start = at;
        int hash = 0;
        while (at < text.length() && Character.isLetter(text.charAt(at))) {
            hash = WordTable.hash(hash, text.charAt(at));
            at++;
        }
        long unit = start == at ? 0 : HintWords.meaning(text, start, at, hash);
        boolean hasUnit = (unit & HintWords.UNIT) != 0;
        if ((start != at && (!hasUnit || isHyphenated(at))) || isJoined(at)) {
            opaque();
            return;
        }
        add(number);
        if (hasUnit) {
            add(unit);
            minutesBehindHours(unit);
        }
    }

    private void minutesBehindHours(long unit) {
        boolean twoDigits = at + 2 <= text.length() && isDigit(text.charAt(at)) && isDigit(text.charAt(at + 1));
        if ((unit & VALUE) == 3600 && twoDigits && (at + 2 == text.length() || !isWordPart(at + 2))) {
            add(HintWords.NUMBER | (Long.parseLong(text, at, at + 2, 10) * HintWords.HUNDREDTHS));
            add(HintWords.UNIT | 60);
            at += 2;
        }
    }

    private boolean isWordPart(int index) {
        return Character.isLetterOrDigit(text.charAt(index));
    }

    /** Two or three pairs of digits with colons between them, and nothing more; the cursor is behind the first. */
    private boolean clock(int start) {
        int parts = 1;
        int end = at;
        long seconds = at - start > 2 ? -1 : Long.parseLong(text, start, at, 10);
        while (seconds >= 0 && isPair(end)) {
            seconds = seconds * 60 + Long.parseLong(text, end + 1, end + 3, 10);
            end += 3;
            parts++;
        }
        if (parts < 2 || parts > 3 || (end < text.length() && (isWordPart(end) && text.charAt(end) != 'z'))) {
            return false;
        }
        if (end + 1 < text.length() && text.charAt(end) == ':' && isDigit(text.charAt(end + 1))) {
            return false;
        }
        add((parts == 3 ? HintWords.CLOCK : HintWords.SHORT_CLOCK) | seconds);
        at = end;
        return true;
    }

    /** A colon and two digits, which are no more than sixty. */
    private boolean isPair(int index) {
        return index + 2 < text.length()
                && text.charAt(index) == ':'
                && isDigit(text.charAt(index + 1))
                && text.charAt(index + 1) < '6'
                && isDigit(text.charAt(index + 2));
    }

    /** "2026-11-24", "24/11/2026": a number with two more behind it. */
    private boolean isDate() {
        if (at >= text.length() || (text.charAt(at) != '-' && text.charAt(at) != '/')) {
            return false;
        }
        char separator = text.charAt(at);
        int end = at + 1;
        while (end < text.length() && end < at + 5 && isDigit(text.charAt(end))) {
            end++;
        }
        return end > at + 1
                && end + 1 < text.length()
                && text.charAt(end) == separator
                && isDigit(text.charAt(end + 1));
    }

    /** Swallows the rest of something like an address, a version or a date. */
    private void opaque() {
        while (at < text.length() && (isWordPart(at) || isInnerSign(at))) {
            at++;
        }
        size = together;
        add(HintWords.OPAQUE);
    }

    private boolean isInnerSign(int index) {
        return ".:-_@/?=&%+".indexOf(text.charAt(index)) >= 0
                && index + 1 < text.length()
                && (isWordPart(index + 1) || text.charAt(index + 1) == '/');
    }

    /** Whether what ends here goes on as an address, a host name or a URL. */
    private boolean isJoined(int index) {
        if (index + 1 >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        boolean url = c == ':' && text.charAt(index + 1) == '/';
        boolean address = (c == '@' || c == '.') && isWordPart(index + 1);
        return url || address;
    }

    private boolean isHyphenated(int index) {
        return index + 1 < text.length() && text.charAt(index) == '-' && isWordPart(index + 1);
    }

    /** What makes the digits behind it a part of something: a sign of its own, a dot, a hash, an at. */
    private boolean isJoin(int index) {
        char c = text.charAt(index);
        boolean sign = c == '-' && (index == 0 || !isDigit(text.charAt(index - 1)));
        boolean dotted = c == '.' && index > 0 && isWordPart(index - 1);
        return (sign && !isTight(index)) || dotted || c == '#' || c == '@' || c == '_' || c == '+' || c == '$';
    }

    /** "in-5": a hyphen, not a sign. */
    private boolean isTight(int index) {
        return index > 0 && Character.isLetter(text.charAt(index - 1));
    }

    private boolean isJoinedToNumber() {
        return at + 1 < text.length()
                && (text.charAt(at) == '.'
                        || text.charAt(at) == ':'
                        || text.charAt(at) == ','
                        || text.charAt(at) == '_')
                && isDigit(text.charAt(at + 1));
    }

    private void skipDigits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A text cut up for {@link DelayHint}: words, numbers that stand for themselves, times such as {@code 00:04:59}, and
 * punctuation. Numbers that are part of something else (an address, a version, a date) become words that mean nothing.
 * Each char is looked at a bounded number of times.
 */
final class HintTokens {

    /** A word that no vocabulary knows. */
    private static final Token OPAQUE = new Token(Kind.WORD, "#", 0);

    private static final int MAX_DIGITS = 9;

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    enum Kind {
        WORD,
        NUMBER,
        /** Hours, minutes and seconds, as seconds. */
        CLOCK,
        PUNCTUATION
    }

    record Token(Kind kind, String word, long value) {}

    private HintTokens(String text) {
        this.text = text;
    }

    static List<Token> of(List<String> lines) {
        StringBuilder joined = new StringBuilder();
        for (String line : lines) {
            int room = NormalText.MAX_INPUT - joined.length();
            joined.append(line, 0, Math.min(line.length(), Math.max(room, 0))).append('\n');
        }
        return new HintTokens(fold(joined)).read();
    }

    private static String fold(CharSequence text) {
        StringBuilder base = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isMark(c)).forEach(base::appendCodePoint);
        StringBuilder folded = new StringBuilder(text.length());
        Normalizer.normalize(base, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> !isMark(c))
                .forEach(folded::appendCodePoint);
        return folded.toString().toLowerCase(Locale.ROOT);
    }

    private static boolean isMark(int c) {
        return Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private List<Token> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isDigit(c)) {
                number();
            } else if (Character.isLetter(c)) {
                word();
            } else {
                if (c > ' ') {
                    tokens.add(new Token(Kind.PUNCTUATION, String.valueOf(c), 0));
                }
                at++;
            }
        }
        return tokens;
    }

    private void word() {
        int start = at;
        skipAlphanumeric();
        tokens.add(new Token(Kind.WORD, text.substring(start, at), 0));
    }

    private void number() {
        int start = at;
        boolean partOfSomething = start > 0 && isJoin(start - 1);
        skipDigits();
        if (isClock(start)) {
            clock(start);
        } else if (partOfSomething || at - start > MAX_DIGITS || isJoinedToNumber()) {
            opaque();
        } else {
            Token number = new Token(Kind.NUMBER, "", Long.parseLong(text.substring(start, at)));
            attachUnit(number);
        }
    }

    /** "2m30s": the letters behind a number must be a unit, else it was no number. */
    private void attachUnit(Token number) {
        int end = at;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        String letters = text.substring(at, end);
        if (letters.isEmpty()) {
            tokens.add(number);
        } else if (HintWords.isUnit(letters)) {
            tokens.add(number);
            tokens.add(new Token(Kind.WORD, letters, 0));
            at = end;
        } else {
            opaque();
        }
    }

    /** Three pairs of digits with colons between them, and nothing more. */
    private boolean isClock(int start) {
        int end = start + "00:00:00".length();
        if (end > text.length() || (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == ':'))) {
            return false;
        }
        for (int i = start; i < end; i++) {
            boolean colon = (i - start) % 3 == 2;
            if (colon ? text.charAt(i) != ':' : !isDigit(text.charAt(i))) {
                return false;
            }
        }
        return start == 0 || !isJoin(start - 1);
    }

    private void clock(int start) {
        long seconds = 0;
        for (int part = 0; part < 3; part++) {
            int from = start + 3 * part;
            seconds = seconds * 60 + Long.parseLong(text.substring(from, from + 2));
        }
        tokens.add(new Token(Kind.CLOCK, "", seconds));
        at = start + "00:00:00".length();
    }

    /** Swallows the rest of something like an address or a version. */
    private void opaque() {
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || isInnerPunctuation(at))) {
            at++;
        }
        tokens.add(OPAQUE);
    }

    private boolean isInnerPunctuation(int index) {
        return (text.charAt(index) == '.' || text.charAt(index) == ':')
                && index + 1 < text.length()
                && Character.isLetterOrDigit(text.charAt(index + 1));
    }

    /** What makes the digits behind it a part of something: a sign of its own, a dot, a hash, an at. */
    private boolean isJoin(int index) {
        char c = text.charAt(index);
        boolean sign = c == '-' && (index == 0 || !isDigit(text.charAt(index - 1)));
        return sign || c == '.' || c == '#' || c == '@' || c == '/' || c == '_' || c == '+' || c == '$';
    }

    private boolean isJoinedToNumber() {
        return at + 1 < text.length()
                && (text.charAt(at) == '.' || text.charAt(at) == ':' || text.charAt(at) == ',')
                && isDigit(text.charAt(at + 1));
    }

    private void skipDigits() {
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
    }

    private void skipAlphanumeric() {
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

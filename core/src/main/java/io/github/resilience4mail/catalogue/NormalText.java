/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.text.Normalizer;
import java.util.List;

/**
 * The form in which texts are compared: words of letters and digits in lower case, without accents, separated by single
 * spaces. Punctuation separates words, so {@code rate-limited} and {@code Rate limited!} are the same. Each ideograph
 * is a word.
 *
 * <p>Mail addresses are left out: they are chosen by strangers, and {@code spamhaus@example.com} says nothing about a
 * block list.
 *
 * <p>Time and memory are linear in the text, of which no more than {@link #MAX_INPUT} characters are looked at.
 */
final class NormalText {

    /** How much of a reply is read. */
    static final int MAX_INPUT = 8 * 1024;

    private static final int ASCII = 0x80;

    private final StringBuilder out;
    private int read;
    /** Where in {@link #out} the token began that may turn out to be an address. */
    private int tokenStart;

    private boolean inAddress;

    private NormalText(int length) {
        out = new StringBuilder(Math.min(length, MAX_INPUT));
    }

    /** The normal form of the lines together, for reading only. By index: iterators would be made for each reply. */
    static CharSequence of(List<String> lines) {
        int length = 0;
        for (int i = 0; i < lines.size(); i++) {
            length += lines.get(i).length() + 1;
        }
        NormalText text = new NormalText(length);
        for (int i = 0; i < lines.size(); i++) {
            text.add(lines.get(i));
            text.separate();
        }
        return text.finish();
    }

    static String of(String line) {
        return of(List.of(line)).toString();
    }

    private void add(String line) {
        String bounded = line.length() > MAX_INPUT - read ? line.substring(0, MAX_INPUT - read) : line;
        read += bounded.length();
        String decomposed = isAscii(bounded) ? bounded : decompose(bounded);
        int i = 0;
        while (i < decomposed.length()) {
            int c = decomposed.codePointAt(i);
            i += Character.charCount(c);
            add(c);
        }
    }

    private void add(int c) {
        if (c == '@') {
            inAddress = true;
            out.setLength(tokenStart);
        } else if (endsToken(c)) {
            separate();
        } else if (!inAddress) {
            addToToken(c);
        }
    }

    private void addToToken(int c) {
        if (c < ASCII ? isAsciiWord(c) : Character.isLetterOrDigit(c)) {
            boolean ideograph = c >= ASCII && Character.isIdeographic(c);
            if (ideograph) {
                space();
            }
            out.appendCodePoint(c < ASCII && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : Character.toLowerCase(c));
            if (ideograph) {
                space();
            }
        } else if (!isMark(c)) {
            space();
        }
    }

    /** Ends the token, and with it an address. */
    private void separate() {
        inAddress = false;
        space();
        tokenStart = out.length();
    }

    private void space() {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
            out.append(' ');
        }
    }

    private CharSequence finish() {
        int end = out.length();
        if (end > 0 && out.charAt(end - 1) == ' ') {
            out.setLength(end - 1);
        }
        return out;
    }

    private static boolean isAsciiWord(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** White space and what encloses or lists addresses. */
    private static boolean endsToken(int c) {
        return c <= ' ' || "<>()[]{}\",;:'".indexOf(c) >= 0 || (c >= ASCII && Character.isSpaceChar(c));
    }

    static boolean isAscii(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) >= ASCII) {
                return false;
            }
        }
        return true;
    }

    /** Marks go first: a long run of them in the wrong order would make the normaliser sort, which is not linear. */
    static String decompose(String line) {
        StringBuilder withoutMarks = new StringBuilder(line.length());
        line.codePoints().filter(c -> !isMark(c)).forEach(withoutMarks::appendCodePoint);
        return Normalizer.normalize(withoutMarks, Normalizer.Form.NFKD);
    }

    private static boolean isMark(int c) {
        if (c < ASCII) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }
}

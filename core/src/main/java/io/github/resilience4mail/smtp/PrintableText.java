/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

/**
 * Text from a server made fit for a log line, an exception or a terminal.
 *
 * <p>A server may send escape sequences that rewrite a terminal, line ends that forge log entries, marks that reverse
 * the reading direction, or a megabyte of anything. None of that passes.
 */
public final class PrintableText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String ELLIPSIS = "…";

    private PrintableText() {}

    /**
     * One line of printable text: runs of white space become one space, control, format and unpaired surrogate
     * characters become U+FFFD, and what exceeds the limit is cut and marked with an ellipsis.
     *
     * @param text any text
     * @param maxLength the longest result, in chars; at least 1
     * @return the printable form; it takes time linear in {@code maxLength}, however long the text
     */
    public static String of(String text, int maxLength) {
        if (maxLength < 1) {
            throw new IllegalArgumentException("maxLength is at least 1, not " + maxLength);
        }
        StringBuilder out = new StringBuilder(Math.min(text.length(), maxLength));
        // white space is folded, so more may be read than is kept; four times the limit bounds that too
        long scanLimit = 4L * maxLength + 16;
        int i = 0;
        while (i < text.length() && i < scanLimit && out.length() <= maxLength) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            append(out, c);
        }
        boolean cut = i < text.length() || out.length() > maxLength;
        return cut ? shorten(out, maxLength) : out.toString().strip();
    }

    private static void append(StringBuilder out, int c) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
                out.append(' ');
            }
        } else if (isUnsafe(c)) {
            if (out.length() == 0 || out.charAt(out.length() - 1) != REPLACEMENT) {
                out.append(REPLACEMENT);
            }
        } else {
            out.appendCodePoint(c);
        }
    }

    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.PRIVATE_USE
                || type == Character.UNASSIGNED
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static String shorten(StringBuilder out, int maxLength) {
        int end = Math.min(out.length(), maxLength - 1);
        if (end > 0 && Character.isHighSurrogate(out.charAt(end - 1))) {
            end--;
        }
        return out.substring(0, end).strip() + ELLIPSIS;
    }
}

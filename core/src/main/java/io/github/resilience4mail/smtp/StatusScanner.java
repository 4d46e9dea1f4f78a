/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import org.jspecify.annotations.Nullable;

/** Finds an enhanced status code at a place in a text, without a regular expression: the text is hostile. */
final class StatusScanner {

    private StatusScanner() {}

    /** A code and the index just behind it. */
    record Found(EnhancedStatus status, int end) {}

    /** The code that starts exactly at {@code start}, or null. It must not be followed by a digit or a further part. */
    static @Nullable Found at(String text, int start) {
        if (start >= text.length()) {
            return null;
        }
        int statusClass = text.charAt(start) - '0';
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            return null;
        }
        int subjectStart = dotAt(text, start + 1);
        int subjectEnd = digits(text, subjectStart);
        int detailStart = subjectEnd < 0 ? -1 : dotAt(text, subjectEnd);
        int detailEnd = digits(text, detailStart);
        if (detailEnd < 0 || continues(text, detailEnd)) {
            return null;
        }
        int subject = Integer.parseInt(text, subjectStart, subjectEnd, 10);
        int detail = Integer.parseInt(text, detailStart, detailEnd, 10);
        return new Found(new EnhancedStatus(statusClass, subject, detail), detailEnd);
    }

    /** The index behind a dot at {@code index}, or -1. */
    private static int dotAt(String text, int index) {
        return index < text.length() && text.charAt(index) == '.' ? index + 1 : -1;
    }

    /** The index behind one to three ASCII digits at {@code start}, or -1. */
    private static int digits(String text, int start) {
        if (start < 0) {
            return -1;
        }
        int end = start;
        while (end < text.length() && end - start < 3 && isDigit(text.charAt(end))) {
            end++;
        }
        return end == start ? -1 : end;
    }

    /** Whether what follows makes it something else: a longer number, or a dotted quad such as an address. */
    private static boolean continues(String text, int end) {
        if (end >= text.length()) {
            return false;
        }
        char next = text.charAt(end);
        boolean furtherPart = next == '.' && end + 1 < text.length() && isDigit(text.charAt(end + 1));
        return isDigit(next) || furtherPart;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

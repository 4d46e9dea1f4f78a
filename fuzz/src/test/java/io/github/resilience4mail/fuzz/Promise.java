/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.fuzz;

/** What must hold whatever comes in. */
final class Promise {

    private Promise() {}

    /** Fails with a sentence. */
    static void that(boolean holds, String sentence) {
        if (!holds) {
            throw new AssertionError(sentence);
        }
    }

    /** One line that no terminal and no log takes for anything but text. */
    static void printable(String text, int maxLength) {
        that(text.length() <= maxLength, "longer than " + maxLength + ": " + text.length());
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            that(!isUnprintable(Character.getType(c)), "not printable: U+" + Integer.toHexString(c) + " at " + i);
        }
    }

    private static boolean isUnprintable(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}

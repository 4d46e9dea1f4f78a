/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** Text of which only the letters of ASCII matter. */
final class AsciiText {

    private AsciiText() {}

    /** Whether it has no others. */
    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** With no capitals among them, but for the rest unchanged: places in it stay where they were. */
    static String lower(CharSequence text) {
        StringBuilder lower = new StringBuilder(text);
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return lower.toString();
    }
}

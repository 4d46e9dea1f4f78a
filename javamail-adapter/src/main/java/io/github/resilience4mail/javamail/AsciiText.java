/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

/** Text in which only the letters of ASCII change their case, so that places in it stay where they were. */
final class AsciiText {

    private AsciiText() {}

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

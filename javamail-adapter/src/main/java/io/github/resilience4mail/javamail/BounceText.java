/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.text.Normalizer;
import java.util.Locale;

/** Text in which phrases are looked for: lower case, without marks, single spaces, plain apostrophes. */
final class BounceText {

    private BounceText() {}

    /** Takes the start of a text only: what servers say stands there. */
    static String normal(String text, int maxLength) {
        StringBuilder normal = new StringBuilder();
        String start = text.substring(0, Math.min(text.length(), maxLength));
        String decomposed = Normalizer.normalize(start, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        for (int i = 0; i < decomposed.length(); i++) {
            append(normal, decomposed.charAt(i));
        }
        return normal.toString().strip();
    }

    private static void append(StringBuilder normal, char c) {
        if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
            if (normal.length() > 0 && normal.charAt(normal.length() - 1) != ' ') {
                normal.append(' ');
            }
        } else if (c == '\u2019' || c == '\u2018' || c == '`') {
            normal.append('\'');
        } else if (Character.getType(c) != Character.NON_SPACING_MARK) {
            normal.append(c);
        }
    }
}

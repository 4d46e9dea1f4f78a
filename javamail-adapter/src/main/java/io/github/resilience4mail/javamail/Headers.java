/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.Locale;

/** Headers with encoded words (RFC 2047). */
final class Headers {

    private static final int MAX_LENGTH = 2000;

    private Headers() {}

    /** A header in lower case, decoded as far as it can be. */
    static String decoded(BounceMail mail, String name) {
        String value = mail.header(name);
        String start = value.substring(0, Math.min(value.length(), MAX_LENGTH));
        try {
            return MimeUtility.decodeText(start).strip().toLowerCase(Locale.ROOT);
        } catch (UnsupportedEncodingException | RuntimeException e) {
            return start.strip().toLowerCase(Locale.ROOT);
        }
    }
}

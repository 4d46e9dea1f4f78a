/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.internet.MailDateFormat;
import java.text.ParsePosition;
import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Reads the values of a delivery report's fields (RFC 3464, RFC 6533). */
final class ReportFields {

    private static final int MAX_DATE = 100;
    private static final int MAX_HEX = 6;

    private ReportFields() {}

    /** The address without its type, brackets and encoding; empty if there is none. */
    static String address(String value) {
        String address = HeaderFields.untyped(value);
        if (address.startsWith("<") && address.endsWith(">")) {
            address = address.substring(1, address.length() - 1).strip();
        }
        boolean international = AsciiText.lower(value).startsWith("utf-8");
        return international ? withoutEscapes(address) : withoutXtext(address);
    }

    /**
     * What was written as xtext (RFC 3461), of which reporting servers undo too little. Only the two characters that must
     * be encoded in an address are decoded: {@code ada+42@example.net} is an address as it stands.
     */
    static String withoutXtext(String text) {
        return text.replace("+2B", "+").replace("+3D", "=");
    }

    /** The escapes of international addresses: <code>\x{E9}</code> for é (RFC 6533, section 3). */
    private static String withoutEscapes(String text) {
        StringBuilder decoded = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = text.startsWith("\\x{", at) ? endOfEscape(text, at + 3) : -1;
            int point = end < 0 ? -1 : codePoint(text.substring(at + 3, end));
            if (point < 0) {
                decoded.append(text.charAt(at));
                at++;
            } else {
                decoded.appendCodePoint(point);
                at = end + 1;
            }
        }
        return decoded.toString();
    }

    private static int endOfEscape(String text, int start) {
        int at = start;
        while (at < text.length() && at - start < MAX_HEX && text.charAt(at) != '}') {
            at++;
        }
        return at < text.length() && text.charAt(at) == '}' ? at : -1;
    }

    private static int codePoint(String hex) {
        try {
            int point = Integer.parseUnsignedInt(hex, 16);
            return Character.isValidCodePoint(point) ? point : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** A date of RFC 5322, or null if it is none. */
    static @Nullable Instant date(String value) {
        if (value.isBlank() || value.length() > MAX_DATE) {
            return null;
        }
        Date date = new MailDateFormat().parse(value.strip(), new ParsePosition(0));
        return date == null ? null : date.toInstant();
    }
}

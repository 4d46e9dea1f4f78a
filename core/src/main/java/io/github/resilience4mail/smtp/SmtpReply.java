/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an SMTP server said: its code, its enhanced status and its text (RFC 5321 section 4.2, RFC 2034).
 *
 * <p>The text is the server's own, and hostile until {@linkplain #toString() made printable}. Immutable.
 *
 * @param code the basic code, 200 to 599, or {@link #NO_CODE}
 * @param status the enhanced status, or null if the server gave none
 * @param lines the lines of text, without the code and enhanced status that each may repeat; at least one, perhaps
 *     empty; at most 100 lines of at most 2,000 chars, what exceeds that is dropped
 */
public record SmtpReply(int code, @Nullable EnhancedStatus status, List<String> lines) {

    /** The code of a reply that has none. */
    public static final int NO_CODE = 0;

    private static final int MAX_PRINTED = 500;

    /**
     * Copies the lines and checks the code.
     *
     * @param code 200 to 599, or {@link #NO_CODE}
     * @param status the enhanced status, or null
     * @param lines the lines of text; none are the same as one that is empty
     * @throws IllegalArgumentException if the code is neither {@link #NO_CODE} nor 200 to 599
     */
    public SmtpReply {
        if (code != NO_CODE && (code < 200 || code > 599)) {
            throw new IllegalArgumentException("the code of a reply is 200 to 599, or 0 for none, not " + code);
        }
        lines = lines.isEmpty() ? List.of("") : List.copyOf(lines);
    }

    /**
     * Reads a reply as it comes: one line or several, with or without code or enhanced status, wrapped by the words of
     * a relaying host ("host mx.example.net said: 550 5.1.1 ...") or not.
     *
     * @param text any text; lines end with CR LF, LF or CR
     * @return the reply; it takes time linear in the text, and never throws
     */
    public static SmtpReply parse(String text) {
        return ReplyParser.parse(text);
    }

    /** {@return whether it has a usable code} */
    public boolean hasCode() {
        return code != NO_CODE;
    }

    /** {@return whether it reports success or asks to go on (2xx and 3xx)} */
    public boolean isPositive() {
        return code >= 200 && code < 400;
    }

    /** {@return whether it reports a completed action (2xx)} */
    public boolean isCompletion() {
        return code >= 200 && code < 300;
    }

    /** {@return whether it reports a transient failure (4xx)} */
    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    /** {@return whether it reports a permanent failure (5xx)} */
    public boolean isPermanent() {
        return code >= 500;
    }

    /** {@return the lines joined by single spaces: hostile text, for comparison only} */
    public String text() {
        return String.join(" ", lines).strip();
    }

    /** {@return one printable line of at most 500 characters, safe for logs and terminals: code, enhanced status, text} */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        if (hasCode()) {
            out.append(code).append(' ');
        }
        if (status != null) {
            out.append(status).append(' ');
        }
        return PrintableText.of(out.append(text()).toString(), MAX_PRINTED);
    }
}

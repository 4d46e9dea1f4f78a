/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a mailbox file (mbox) into its messages while it is read: one message is in memory, and of that only the start.
 * What does not begin with an envelope line ({@code From ada@example.net Mon Nov 23 10:00:00 2026}) is one message,
 * whatever its lines look like.
 */
final class Mailbox {

    private static final int MAX_PIECE = 8 * 1024;
    private static final int MAX_ENVELOPE = 1000;
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final Set<String> WEEKDAYS = Set.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");

    private final InputStream in;
    private final boolean cut;

    /** A line, or a part of one that is too long. */
    private final byte[] piece = new byte[MAX_PIECE];

    private int length;
    private boolean startsLine;
    private boolean endsLine = true;
    private boolean pending;
    private boolean finished;

    /** The stream is not closed. */
    Mailbox(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in);
        readPiece();
        cut = isEnvelope(true);
        pending = !cut;
    }

    /** The next message without its envelope line, or null after the last; a file has at least one, even if it is empty. */
    byte @Nullable [] next() throws IOException {
        if (finished) {
            return null;
        }
        StartOfMessage message = new StartOfMessage();
        boolean afterBlank = false;
        while (pending || readPiece()) {
            pending = false;
            if (cut && isEnvelope(afterBlank)) {
                return message.toByteArray();
            }
            int quote = cut && isQuotedFrom() ? 1 : 0;
            message.write(piece, quote, length - quote);
            afterBlank = startsLine && isBlank();
        }
        finished = true;
        return message.toByteArray();
    }

    private boolean readPiece() throws IOException {
        startsLine = endsLine;
        endsLine = false;
        length = 0;
        while (length < MAX_PIECE && !endsLine) {
            int b = in.read();
            if (b < 0) {
                break;
            }
            piece[length] = (byte) b;
            length++;
            endsLine = b == '\n';
        }
        return length > 0;
    }

    private boolean isBlank() {
        return piece[0] == '\n' || (length == 2 && piece[0] == '\r');
    }

    /** Lines of a message that would look like an envelope are quoted, and quoted ones once more (mboxrd). */
    private boolean isQuotedFrom() {
        int at = 0;
        while (at < length && piece[at] == '>') {
            at++;
        }
        return startsLine && at > 0 && startsWithFrom(at);
    }

    private boolean startsWithFrom(int from) {
        for (int i = 0; i < FROM.length; i++) {
            if (from + i >= length || piece[from + i] != FROM[i]) {
                return false;
            }
        }
        return true;
    }

    /** A sender and a time; without the time it takes an empty line before. Not every writer quotes what needs it. */
    private boolean isEnvelope(boolean afterBlank) {
        if (!startsLine || !startsWithFrom(0) || length > MAX_ENVELOPE) {
            return false;
        }
        String rest = new String(piece, FROM.length, length - FROM.length, StandardCharsets.ISO_8859_1).strip();
        int end = rest.indexOf(' ');
        return end < 0 ? afterBlank : isTime(rest.substring(end).strip());
    }

    private static boolean isTime(String text) {
        return text.length() > 3 && WEEKDAYS.contains(text.substring(0, 3)) && text.indexOf(':') > 0;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Takes a message in: its size, its Message-ID, and its bytes only where they are wanted. */
final class MessageCollector {

    private static final String NAME = "message-id:";
    private static final int MAX_HEADER = 65_536;

    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        TEXT,
        CR
    }

    private final boolean keeping;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private final ByteArrayOutputStream header = new ByteArrayOutputStream(512);
    private boolean inHeader = true;
    private int lineLength;
    private long size;

    MessageCollector(boolean keeping) {
        this.keeping = keeping;
    }

    /** Reads up to the final dot, and takes the stuffed dots out (RFC 5321 section 4.5.2). */
    void readToFinalDot(Wire wire) throws IOException {
        State state = State.LINE_START;
        while (true) {
            int b = wire.read();
            if (state == State.DOT_CR && b == '\n') {
                return;
            }
            state = next(state, b);
        }
    }

    private State next(State state, int b) {
        if (state == State.LINE_START && b == '.') {
            return State.DOT;
        }
        if (state == State.DOT && b == '\r') {
            return State.DOT_CR;
        }
        if (state == State.DOT_CR) {
            add('\r');
        }
        add(b);
        if (b == '\r') {
            return State.CR;
        }
        return state == State.CR && b == '\n' ? State.LINE_START : State.TEXT;
    }

    /** Reads a chunk of BDAT. */
    void readChunk(Wire wire, long bytes) throws IOException {
        for (long left = bytes; left > 0; left--) {
            add(wire.read());
        }
    }

    private void add(int b) {
        size++;
        if (keeping) {
            kept.write(b);
        }
        if (inHeader) {
            addToHeader(b);
        }
    }

    private void addToHeader(int b) {
        header.write(b);
        if (b == '\n') {
            inHeader = lineLength > 0 && header.size() < MAX_HEADER;
            lineLength = 0;
        } else if (b != '\r') {
            lineLength++;
            inHeader = header.size() < MAX_HEADER;
        }
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        return kept.toByteArray();
    }

    /** The value of the header, unfolded; empty if there is none. */
    String messageId() {
        String text = header.toString(StandardCharsets.ISO_8859_1);
        StringBuilder value = new StringBuilder();
        boolean found = false;
        for (String line : text.lines().toList()) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (found && !folded) {
                break;
            }
            if (found) {
                value.append(line);
            } else if (isMessageId(line)) {
                found = true;
                value.append(line, NAME.length(), line.length());
            }
        }
        return value.toString().strip();
    }

    private static boolean isMessageId(String line) {
        return line.length() >= NAME.length()
                && line.substring(0, NAME.length()).toLowerCase(Locale.ROOT).equals(NAME);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.PrintableText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What the server says in one place of the dialogue. */
sealed interface Speech {

    /** What the server would say without a script: replaced by that before it is spoken. */
    Speech USUAL = new Silence("as usual");

    /** Nothing at all. */
    Speech NOTHING = new Silence("nothing");

    /** The code of the reply if it has a whole last line, else 0. */
    int code();

    void writeTo(OutputStream out) throws IOException;

    /** One well-formed reply; a line that does not begin with the code of the first one gets it. */
    static Speech lines(List<String> lines) {
        String code = codeOf(lines.get(0));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0) {
                throw new IllegalArgumentException(
                        "a line of a reply has no line end: give each line as an argument, or use rawReply");
            }
            boolean last = i == lines.size() - 1;
            text.append(code).append(last ? ' ' : '-').append(withoutCode(line, code));
            text.append("\r\n");
        }
        return new Text(text.toString().getBytes(StandardCharsets.UTF_8), Integer.parseInt(code));
    }

    /** Bytes as they are. */
    static Speech raw(String latin1) {
        if (latin1.chars().anyMatch(c -> c > 0xFF)) {
            throw new IllegalArgumentException(
                    "each char of a raw reply is one byte, 0 to 255: write other charsets as the bytes they have");
        }
        return new Text(latin1.getBytes(StandardCharsets.ISO_8859_1), finalCode(latin1));
    }

    private static String codeOf(String line) {
        if (!line.matches("(?s)[2-5][0-9]{2}([ -].*)?")) {
            throw new IllegalArgumentException(
                    "a reply begins with a code and a space, as in \"451 4.3.0 Try again\", not \"" + line
                            + "\": for a malformed one use rawReply");
        }
        return line.substring(0, 3);
    }

    private static String withoutCode(String line, String code) {
        boolean repeated = line.startsWith(code) && (line.length() == 3 || " -".indexOf(line.charAt(3)) >= 0);
        if (!repeated) {
            return line;
        }
        return line.length() <= 4 ? "" : line.substring(4);
    }

    private static int finalCode(String text) {
        int start = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end).stripTrailing();
            if (line.matches("(?s)[2-5][0-9]{2}( .*)?")) {
                return Integer.parseInt(line.substring(0, 3));
            }
            start = end + 1;
        }
        return 0;
    }

    /** Says nothing. */
    final class Silence implements Speech {
        private final String description;

        private Silence(String description) {
            this.description = description;
        }

        @Override
        public int code() {
            return 0;
        }

        @Override
        public void writeTo(OutputStream out) {
            // nothing is what it says
        }

        @Override
        public String toString() {
            return description;
        }
    }

    /** Bytes that are ready to be sent. */
    final class Text implements Speech {
        private final byte[] bytes;
        private final int code;

        private Text(byte[] bytes, int code) {
            this.bytes = bytes;
            this.code = code;
        }

        @Override
        public int code() {
            return code;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public String toString() {
            return PrintableText.of(new String(bytes, StandardCharsets.UTF_8), 80);
        }
    }

    /** A reply too long to be built beforehand: it is streamed, and ends when the client is gone. */
    final class Flood implements Speech {
        private static final int CHUNK = 4096;

        private final String start;
        private final long bytes;
        private final int lineLength;

        /**
         * @param start code and text that the reply begins with
         * @param bytes how long it is, line ends included
         * @param lineLength how long each line is, line end included; 0 for one single line
         */
        Flood(String start, long bytes, int lineLength) {
            String code = codeOf(start);
            int least = Math.max(start.length(), code.length() + 1) + 3;
            if (bytes < least || (lineLength != 0 && lineLength < least)) {
                throw new IllegalArgumentException(
                        "a long reply, and each of its lines, has room for its start: at least " + least + " bytes");
            }
            this.start = start.length() == 3 ? code + " " : start;
            this.bytes = bytes;
            this.lineLength = lineLength;
        }

        @Override
        public int code() {
            return Integer.parseInt(start.substring(0, 3));
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            long left = bytes;
            // the last line takes what is left, so that no line is too short for its code
            while (lineLength != 0 && left >= 2L * lineLength) {
                writeLine(out, '-', lineLength);
                left -= lineLength;
            }
            writeLine(out, ' ', left);
        }

        @Override
        public String toString() {
            return start + " and so on, " + bytes + " bytes";
        }

        private void writeLine(OutputStream out, char separator, long length) throws IOException {
            byte[] head =
                    (start.substring(0, 3) + separator + start.substring(4)).getBytes(StandardCharsets.ISO_8859_1);
            byte[] filling = new byte[CHUNK];
            Arrays.fill(filling, (byte) 'x');
            out.write(head);
            for (long left = length - head.length - 2; left > 0; left -= CHUNK) {
                out.write(filling, 0, (int) Math.min(left, CHUNK));
            }
            out.write('\r');
            out.write('\n');
        }
    }
}

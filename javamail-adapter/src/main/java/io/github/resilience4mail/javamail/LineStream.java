/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.util.LineOutputStream;
import org.eclipse.angus.mail.util.PropUtil;

/**
 * Where a message is written to. Jakarta Mail searches the class path for a writer of lines for every message, which
 * costs more than all that is ours, unless it is given a stream that is one: so this is one, and the same one. And
 * Angus writes text byte by byte, through three streams and a lock, which costs as much again: so bytes are gathered
 * here first. Not thread-safe; whoever has written all of it has to {@linkplain #flush flush} it.
 */
final class LineStream extends LineOutputStream {

    LineStream(OutputStream out) {
        // as MimeBodyPart reads it
        super(new Gathered(out), PropUtil.getBooleanSystemProperty("mail.mime.allowutf8", true));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    /** A buffer without a lock: {@code java.io}'s takes one for each byte. */
    private static final class Gathered extends OutputStream {

        private final OutputStream out;
        private final byte[] buffer = new byte[4096];
        private int size;

        Gathered(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            if (size == buffer.length) {
                empty();
            }
            buffer[size++] = (byte) b;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            if (length > buffer.length - size) {
                empty();
            }
            if (length >= buffer.length) {
                out.write(bytes, offset, length);
            } else {
                System.arraycopy(bytes, offset, buffer, size, length);
                size += length;
            }
        }

        private void empty() throws IOException {
            out.write(buffer, 0, size);
            size = 0;
        }

        @Override
        public void flush() throws IOException {
            empty();
            out.flush();
        }
    }
}

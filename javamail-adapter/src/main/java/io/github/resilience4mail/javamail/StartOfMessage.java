/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;

/** Keeps the start of what is written, as much as is read of a bounce. */
final class StartOfMessage extends OutputStream {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public void write(int b) {
        if (bytes.size() < BounceReader.MAX_BYTES) {
            bytes.write(b);
        }
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        bytes.write(from, offset, Math.max(0, Math.min(length, BounceReader.MAX_BYTES - bytes.size())));
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.angus.mail.util.LineOutputStream;
import org.eclipse.angus.mail.util.PropUtil;

/**
 * Where a message is written to. Jakarta Mail searches the class path for a writer of lines for every message, which
 * costs more than all that is ours, unless it is given a stream that is one: so this is one, and the same one.
 */
final class LineStream extends LineOutputStream {

    LineStream(OutputStream out) {
        // as MimeBodyPart reads it
        super(out, PropUtil.getBooleanSystemProperty("mail.mime.allowutf8", true));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }
}

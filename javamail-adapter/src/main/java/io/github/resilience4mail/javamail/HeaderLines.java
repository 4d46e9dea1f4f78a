/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.angus.mail.util.LineInputStream;
import org.eclipse.angus.mail.util.PropUtil;

/**
 * Headers as Jakarta Mail reads them, without its search of all jars for somebody who can split a stream into lines: that
 * search, done for each message, takes longer than all the rest of reading it.
 */
final class HeaderLines extends InternetHeaders {

    /**
     * Reads up to the first empty line, and that line.
     *
     * @param session says with {@code mail.mime.allowutf8} how bytes above 127 are read
     * @param bytes of a message
     */
    HeaderLines(Session session, InputStream bytes) throws MessagingException {
        super(bytes, PropUtil.getBooleanProperty(session.getProperties(), "mail.mime.allowutf8", false));
    }

    @Override
    public void load(InputStream bytes, boolean allowUtf8) throws MessagingException {
        LineInputStream lines = new LineInputStream(bytes, allowUtf8);
        StringBuilder header = new StringBuilder();
        try {
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                if (!continues(line)) {
                    add(header);
                }
                header.append(header.length() == 0 ? "" : "\r\n").append(line);
            }
        } catch (IOException e) {
            throw new MessagingException("the headers of the message cannot be read", e);
        }
        add(header);
    }

    private static boolean continues(String line) {
        return line.charAt(0) == ' ' || line.charAt(0) == '\t';
    }

    private void add(StringBuilder header) {
        if (header.length() > 0) {
            addHeaderLine(header.toString());
            header.setLength(0);
        }
    }
}

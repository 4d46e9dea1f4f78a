/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The messages that are sent. */
final class Mails {

    private Mails() {}

    static MimeMessage plain(Session session) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("sender@client.example"));
        message.setSubject("A test");
        message.setText("The body of the test.\n");
        return message;
    }

    /** Far more than the sockets' buffers hold. */
    static MimeMessage large(Session session) throws MessagingException {
        MimeMessage message = plain(session);
        message.setText("A line of a long, long message, repeated and repeated.\n".repeat(80_000));
        return message;
    }

    static MimeMessage withMissingFile(Session session) throws MessagingException {
        MimeMessage message = plain(session);
        message.setDataHandler(new DataHandler(new FileDataSource("no-such-file.pdf")));
        return message;
    }

    static MimeMessage withBrokenAttachment(Session session) throws MessagingException {
        MimeMessage message = plain(session);
        message.setDataHandler(new DataHandler(new BrokenSource()));
        return message;
    }

    static MimeMessage withBug(Session session) throws MessagingException {
        return new MimeMessage(plain(session)) {
            @Override
            public void writeTo(OutputStream out, String[] ignored) {
                throw new UnsupportedOperationException("this message has a bug");
            }
        };
    }

    static MimeMessage withCommandsInHeader(Session session) throws MessagingException {
        MimeMessage message = plain(session);
        message.setHeader("X-Evil", "a\r\n.\r\nMAIL FROM:<evil@client.example>\r\nRCPT TO:<victim@rcv.example>");
        return message;
    }

    static MimeMessage withCommandsInBody(Session session) throws MessagingException {
        MimeMessage message = plain(session);
        message.setText("a\r\n.\r\nMAIL FROM:<evil@client.example>\r\nRCPT TO:<victim@rcv.example>\r\n.\r\n");
        return message;
    }

    /** Yields a thousand bytes, and then fails. */
    private static final class BrokenSource implements DataSource {

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                private int left = 1_000;

                @Override
                public int read() throws IOException {
                    if (left-- <= 0) {
                        throw new IOException("the disk is gone");
                    }
                    return left % 60 == 0 ? '\n' : 'x';
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException("nobody writes to it");
        }

        @Override
        public String getContentType() {
            return "application/octet-stream";
        }

        @Override
        public String getName() {
            return "broken.bin";
        }
    }
}

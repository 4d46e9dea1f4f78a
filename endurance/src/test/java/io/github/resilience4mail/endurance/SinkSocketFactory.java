/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;

/**
 * Sockets that lead nowhere: what is written is answered at once, in the same thread, as a server would that accepts
 * everything but what is sent to {@code gone}. Nothing is kept but two counts.
 */
final class SinkSocketFactory extends SocketFactory {

    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    long messages() {
        return messages.get();
    }

    long connections() {
        return connections.get();
    }

    @Override
    public Socket createSocket() {
        return new Sink();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw new IOException("not used");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("not used");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw new IOException("not used");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        throw new IOException("not used");
    }

    /** One connection, used by one thread at a time. */
    private final class Sink extends Socket {

        private byte[] replies = ascii("220 sink ESMTP\r\n");
        private int read;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private boolean inMessage;
        private boolean connected;
        private boolean closed;

        private byte[] ascii(String text) {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void connect(SocketAddress address, int timeout) {
            connect(address);
        }

        @Override
        public void connect(SocketAddress address) {
            connected = true;
            connections.incrementAndGet();
        }

        @Override
        public boolean isConnected() {
            return connected;
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // it is as fast as it gets
        }

        @Override
        public void setSoTimeout(int millis) {
            // nobody ever waits
        }

        @Override
        public InputStream getInputStream() {
            return new InputStream() {
                @Override
                public int read() {
                    return read < replies.length ? replies[read++] & 0xff : -1;
                }

                @Override
                public int read(byte[] buffer, int offset, int length) {
                    int count = Math.min(length, replies.length - read);
                    System.arraycopy(replies, read, buffer, offset, count);
                    read += count;
                    return count == 0 ? -1 : count;
                }

                @Override
                public int available() {
                    return replies.length - read;
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return new OutputStream() {
                @Override
                public void write(int b) {
                    take(b);
                }

                @Override
                public void write(byte[] buffer, int offset, int length) {
                    for (int i = offset; i < offset + length; i++) {
                        take(buffer[i]);
                    }
                }
            };
        }

        private void take(int b) {
            if (b != '\n') {
                line.write(b);
                return;
            }
            String text = line.toString(StandardCharsets.ISO_8859_1).strip();
            line.reset();
            if (inMessage && text.equals(".")) {
                inMessage = false;
                messages.incrementAndGet();
                answer("250 2.0.0 Ok\r\n");
            } else if (!inMessage) {
                inMessage = text.equals("DATA");
                answer(answerTo(text));
            }
        }

        private String answerTo(String command) {
            if (command.startsWith("EHLO")) {
                return "250-sink\r\n250 ENHANCEDSTATUSCODES\r\n";
            }
            if (command.startsWith("RCPT") && command.contains("<gone")) {
                return "550 5.1.1 No such user here\r\n";
            }
            return inMessage ? "354 Go ahead\r\n" : command.startsWith("QUIT") ? "221 Bye\r\n" : "250 2.0.0 Ok\r\n";
        }

        private void answer(String reply) {
            byte[] unread = Arrays.copyOfRange(replies, read, replies.length);
            byte[] more = ascii(reply);
            replies = Arrays.copyOf(unread, unread.length + more.length);
            System.arraycopy(more, 0, replies, unread.length, more.length);
            read = 0;
        }
    }
}

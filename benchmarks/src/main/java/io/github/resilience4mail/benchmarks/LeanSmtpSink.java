/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server that takes everything and keeps nothing: one thread, one connection at a time, no allocation for a
 * message, so that next to nothing but the client is left to be measured.
 */
final class LeanSmtpSink implements AutoCloseable {

    private static final byte[] GREETING = reply("220 sink.example ESMTP ready");
    private static final byte[] EHLO = reply("250-sink.example\r\n250-PIPELINING\r\n250-SIZE 20480000\r\n250-VRFY\r\n"
            + "250-ETRN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 DSN");
    private static final byte[] OK = reply("250 2.1.0 Ok");
    private static final byte[] GO_AHEAD = reply("354 End data with <CR><LF>.<CR><LF>");
    private static final byte[] QUEUED = reply("250 2.0.0 Ok: queued as 4F2A1C03D5");
    private static final byte[] BYE = reply("221 2.0.0 Bye");

    private final ServerSocket listener;
    private final AtomicLong messages = new AtomicLong();

    LeanSmtpSink() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "sink");
        thread.setDaemon(true);
        thread.start();
    }

    private static byte[] reply(String lines) {
        return (lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** How many it has taken. */
    long messages() {
        return messages.get();
    }

    private void serve() {
        byte[] buffer = new byte[16 * 1024];
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                talk(socket.getInputStream(), socket.getOutputStream(), buffer);
            } catch (IOException e) {
                // the client is gone, or it is over
            }
        }
    }

    /** Whoever waits for each answer, as Angus does, has nothing in the buffer beyond what is answered here. */
    private void talk(InputStream in, OutputStream out, byte[] buffer) throws IOException {
        out.write(GREETING);
        boolean inData = false;
        int length = 0;
        int count = in.read(buffer, 0, buffer.length);
        while (count > 0) {
            length += count;
            if (inData ? endsData(buffer, length) : endsLine(buffer, length)) {
                byte[] answer = inData ? QUEUED : answerTo(buffer[0]);
                if (inData) {
                    messages.incrementAndGet();
                }
                inData = answer == GO_AHEAD;
                length = 0;
                out.write(answer);
                if (answer == BYE) {
                    return;
                }
            } else if (length == buffer.length) {
                // the end may be split between two reads
                System.arraycopy(buffer, length - 4, buffer, 0, 4);
                length = 4;
            }
            count = in.read(buffer, length, buffer.length - length);
        }
    }

    private static byte[] answerTo(byte verb) {
        return switch (verb) {
            case 'E', 'H' -> EHLO;
            case 'D' -> GO_AHEAD;
            case 'Q' -> BYE;
            default -> OK;
        };
    }

    private static boolean endsLine(byte[] buffer, int length) {
        return length >= 2 && buffer[length - 1] == '\n' && buffer[length - 2] == '\r';
    }

    private static boolean endsData(byte[] buffer, int length) {
        return length >= 5 && endsLine(buffer, length) && buffer[length - 3] == '.' && endsLine(buffer, length - 3);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

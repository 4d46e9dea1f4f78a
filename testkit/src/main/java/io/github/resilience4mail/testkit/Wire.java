/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.time.Timekeeper;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** One client's connection: buffered bytes in both directions, and the ways to end it. */
final class Wire {

    /** Longer commands are cut. */
    static final int MAX_LINE = 16_384;

    /** How much of a client's talk is still taken after a close, so that it reads an end and not a reset. */
    private static final long DRAINED = 65_536;

    private final Socket raw;
    private final Timekeeper timekeeper;
    private final Duration linkDelay;
    private final byte[] buffer = new byte[16_384];
    private int position;
    private int limit;
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private boolean unsent;

    Wire(Socket raw, Timekeeper timekeeper, Duration linkDelay) throws IOException {
        this.raw = raw;
        this.timekeeper = timekeeper;
        this.linkDelay = linkDelay;
        this.socket = raw;
        this.in = raw.getInputStream();
        this.out = new BufferedOutputStream(raw.getOutputStream());
        raw.setTcpNoDelay(true);
    }

    /** The next byte. What is still unsent goes out before it waits, so replies to pipelined commands share a packet. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            throw new EOFException("the client closed the connection");
        }
        return buffer[position++] & 0xFF;
    }

    private boolean fill() throws IOException {
        flush();
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    /** The next line without its end, cut to one char more than {@link #MAX_LINE}; null when the client has gone. */
    @Nullable
    String readLine() throws IOException {
        if (position == limit && !fill()) {
            return null;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream(80);
        for (int b = read(); b != '\n'; b = read()) {
            if (line.size() <= MAX_LINE) {
                line.write(b);
            }
        }
        String text = line.toString(StandardCharsets.UTF_8);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    void say(Speech speech, boolean byteByByte) throws IOException {
        if (byteByByte) {
            flush();
            speech.writeTo(new ByteByByte(out));
        } else {
            speech.writeTo(out);
            unsent |= speech != Speech.NOTHING;
        }
    }

    void flush() throws IOException {
        if (!unsent) {
            return;
        }
        unsent = false;
        if (!linkDelay.isZero()) {
            pause(linkDelay);
        }
        out.flush();
    }

    /** Waits, with nothing left unsent. */
    void pauseFor(Duration delay) throws IOException {
        if (!delay.isZero()) {
            flush();
            pause(delay);
        }
    }

    private void pause(Duration delay) throws IOException {
        try {
            timekeeper.sleep(delay);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }

    /** Goes on under TLS. Clear text that the client sent ahead is dropped (RFC 3207 section 4.2). */
    void startTls(SSLContext context) throws IOException {
        flush();
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(raw, null, raw.getPort(), false);
        secured.setUseClientMode(false);
        secured.startHandshake();
        socket = secured;
        in = secured.getInputStream();
        out = new BufferedOutputStream(secured.getOutputStream());
        position = limit;
    }

    /** Closes in good order: the client reads all replies, then an end of stream. */
    void close() throws IOException {
        flush();
        if (socket != raw) {
            socket.shutdownOutput();
        }
        if (!raw.isOutputShutdown()) {
            raw.shutdownOutput();
        }
        // closing with unread bytes would make the kernel send a reset
        drain(DRAINED);
        raw.close();
    }

    void reset() throws IOException {
        flush();
        raw.setSoLinger(true, 0);
        raw.close();
    }

    /** Says nothing until the client goes away. */
    void stall() throws IOException {
        flush();
        drain(Long.MAX_VALUE);
    }

    /** Says and reads nothing until the server is closed, which interrupts this thread. */
    void freeze() throws IOException {
        flush();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }

    private void drain(long most) throws IOException {
        InputStream rest = raw.getInputStream();
        long left = most;
        for (int n = rest.read(buffer); n >= 0 && left > 0; n = rest.read(buffer)) {
            left -= n;
        }
    }

    /** Ends it at once, from whatever thread. */
    void drop() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is gone either way
        }
    }

    /** Sends each byte on its own. */
    private static final class ByteByByte extends FilterOutputStream {
        ByteByByte(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            out.flush();
        }
    }
}

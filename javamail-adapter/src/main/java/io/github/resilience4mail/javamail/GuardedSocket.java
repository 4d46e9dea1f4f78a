/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.Watchdog;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A socket that lets no server stall it or flood it: every reply has a budget of bytes and, where the user set no
 * timeout, of time, and a write that does not move is ended. It also remembers whether it has failed, which tells a
 * broken connection from an attachment that could not be read.
 */
// close must be possible while another thread is stuck in a write
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class GuardedSocket extends DelegatingSocket implements Watchdog.Watched {

    /** Far above any real reply, far below what hurts. */
    private static final int MAX_REPLY_BYTES = 64 * 1024;

    private static final int MAX_LAST_WORDS = 4096;

    /** RFC 5321 section 4.5.3.2.5: a block of data. */
    private static final Duration WRITE_LIMIT = Duration.ofMinutes(3);

    private final Watchdog watchdog;
    private final PhaseTimeouts timeouts;
    private int replyBytesLeft = MAX_REPLY_BYTES;
    private volatile @Nullable IOException failure;
    private volatile boolean heard;
    private volatile @Nullable String lastWords;
    private volatile boolean writing;
    private @Nullable ByteArrayOutputStream held;
    private final AtomicLong writes = new AtomicLong();
    private long writesSeen;
    private int roundsStuck;

    GuardedSocket(Socket delegate, PhaseTimeouts timeouts, Watchdog watchdog) {
        super(delegate);
        this.timeouts = timeouts;
        this.watchdog = watchdog;
    }

    /** What went wrong on this connection, or null: then a failure came from elsewhere. */
    @Nullable
    IOException failure() {
        return failure;
    }

    /** Whether the server has ever said anything, be it half a word or one of TLS. */
    boolean hasHeard() {
        return heard;
    }

    /** What the server had said when a write failed, one char a byte; or null. Under TLS it cannot be read any more. */
    @Nullable
    String lastWords() {
        return lastWords;
    }

    /** Keeps what has come already: Angus closes the socket, and never reads why the server did. */
    private void hearLastWords() {
        try {
            InputStream in = super.getInputStream();
            byte[] bytes = in.readNBytes(Math.min(in.available(), MAX_LAST_WORDS));
            lastWords = bytes.length == 0 ? null : new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // it has said nothing
            lastWords = null;
        }
    }

    /** A command is about to be answered: fresh budgets. */
    void expectReply(SmtpPhase phase) {
        replyBytesLeft = MAX_REPLY_BYTES;
        timeouts.start(phase);
    }

    @Override
    public void connect(SocketAddress address) throws IOException {
        super.connect(address);
        connected();
    }

    @Override
    public void connect(SocketAddress address, int timeout) throws IOException {
        super.connect(address, timeout);
        connected();
    }

    /** Commands are small and each waits for its answer: Nagle's algorithm would only hold them back. */
    void connected() throws IOException {
        setTcpNoDelay(true);
        watchdog.watch(this);
    }

    @Override
    public void look() {
        long seen = writes.get();
        if (!writing || seen != writesSeen) {
            writesSeen = seen;
            roundsStuck = 0;
        } else if (Watchdog.INTERVAL.multipliedBy(++roundsStuck).compareTo(WRITE_LIMIT) >= 0) {
            failure = new SocketTimeoutException("the server took no data for " + WRITE_LIMIT.toSeconds() + " s");
            try {
                close();
            } catch (IOException e) {
                watchdog.release(this);
            }
        }
    }

    /** Keeps what is written, so that it leaves together, until it is let go or something is read. */
    void hold() {
        if (held == null) {
            held = new ByteArrayOutputStream(1024);
        }
    }

    /** Lets go what was kept. */
    void letGo() throws IOException {
        ByteArrayOutputStream kept = held;
        held = null;
        if (kept != null && kept.size() > 0) {
            getOutputStream().write(kept.toByteArray());
        }
    }

    void beginWrite() {
        writes.incrementAndGet();
        writing = true;
    }

    void endWrite() {
        writing = false;
    }

    @Override
    public void close() throws IOException {
        watchdog.release(this);
        super.close();
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new GuardedInput(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new GuardedOutput(super.getOutputStream());
    }

    private IOException failed(IOException e) {
        IOException first = failure;
        if (first == null) {
            failure = e;
            return e;
        }
        return first;
    }

    private final class GuardedInput extends FilterInputStream {

        GuardedInput(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                letGo();
                timeouts.apply(GuardedSocket.this);
                int count = super.read(buffer, offset, length);
                if (!heard && count > 0) {
                    heard = true;
                }
                if (count > 0 && (replyBytesLeft -= count) < 0) {
                    close();
                    throw new IOException("the server's reply is longer than " + MAX_REPLY_BYTES + " bytes");
                }
                return count;
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private final class GuardedOutput extends FilterOutputStream {

        GuardedOutput(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
            ByteArrayOutputStream kept = held;
            if (kept != null) {
                kept.write(buffer, offset, length);
                return;
            }
            beginWrite();
            try {
                out.write(buffer, offset, length);
            } catch (IOException e) {
                hearLastWords();
                throw failed(e);
            } finally {
                endWrite();
            }
        }
    }
}

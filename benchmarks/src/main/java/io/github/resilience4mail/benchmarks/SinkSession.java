/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One connection of the sink. Answers to what came together leave together, after the time that they travel. */
final class SinkSession {

    private static final byte[] GREETING = reply("220 sink.example ESMTP ready");
    private static final byte[] EHLO = reply("250-sink.example\r\n250-PIPELINING\r\n250-SIZE 20480000\r\n250-VRFY\r\n"
            + "250-ETRN\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 DSN");
    private static final byte[] OK = reply("250 2.1.0 Ok");
    private static final byte[] GO_AHEAD = reply("354 End data with <CR><LF>.<CR><LF>");
    private static final byte[] QUEUED = reply("250 2.0.0 Ok: queued as 4F2A1C03D5");
    private static final byte[] BYE = reply("221 2.0.0 Bye");

    private record Parcel(long dueNanos, byte[] bytes) {}

    private final LeanSmtpSink sink;
    private final Socket socket;
    private final long delayNanos;
    private final BlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private boolean inData;
    private boolean over;
    private int column;
    private byte first;
    private byte second;
    private long lastNanos = System.nanoTime();

    SinkSession(LeanSmtpSink sink, Socket socket, Duration roundTrip) {
        this.sink = sink;
        this.socket = socket;
        this.delayNanos = roundTrip.toNanos();
    }

    private static byte[] reply(String lines) {
        return (lines + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    void read() {
        byte[] buffer = new byte[16 * 1024];
        try (socket) {
            InputStream in = socket.getInputStream();
            answer(GREETING);
            for (int n = 0; n >= 0 && !over; n = in.read(buffer)) {
                for (int i = 0; i < n; i++) {
                    take(buffer[i]);
                }
                send();
            }
        } catch (IOException e) {
            // the client is gone
        }
        parcels.add(new Parcel(0, new byte[0]));
    }

    private void take(byte b) {
        if (b == '\n') {
            endLine();
            column = 0;
        } else {
            if (column == 0) {
                first = b;
            } else if (column == 1) {
                second = b;
            }
            column++;
        }
    }

    private void endLine() {
        if (!inData) {
            answerTo(first);
        } else if (column == 2 && first == '.' && second == '\r') {
            inData = false;
            long now = System.nanoTime();
            sink.taken(now - Math.max(lastNanos, sink.roundStart()));
            lastNanos = now;
            answer(QUEUED);
        }
    }

    private void answerTo(byte verb) {
        switch (verb) {
            case 'E', 'H' -> answer(EHLO);
            case 'D' -> {
                inData = true;
                answer(GO_AHEAD);
            }
            case 'Q' -> {
                over = true;
                answer(BYE);
            }
            default -> answer(OK);
        }
    }

    private void answer(byte[] reply) {
        answers.write(reply, 0, reply.length);
    }

    private void send() throws IOException {
        if (answers.size() == 0) {
            return;
        }
        byte[] bytes = answers.toByteArray();
        answers.reset();
        if (delayNanos == 0 || over) {
            socket.getOutputStream().write(bytes);
        } else {
            parcels.add(new Parcel(System.nanoTime() + delayNanos, bytes));
        }
    }

    /** Delivers the answers when they have travelled. */
    void write() {
        try {
            for (Parcel next = parcels.take(); next.bytes().length > 0; next = parcels.take()) {
                long left = next.dueNanos() - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                socket.getOutputStream().write(next.bytes());
            }
        } catch (IOException e) {
            // the client is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

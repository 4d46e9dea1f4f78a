/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server that takes everything and keeps nothing, with little work for a message, so that next to nothing but
 * the client is left to be measured. It can be far away.
 */
final class LeanSmtpSink implements Sink {

    /** What the names of its threads begin with, so that their work can be told from the client's. */
    static final String THREADS = "sink-";

    private final ServerSocket listener;
    private final Duration roundTrip;
    private final AtomicLong messages = new AtomicLong();
    /** When the round began: connections have had nothing to do just before. */
    private volatile long roundStart = System.nanoTime();

    private final AtomicLong cpuOfEnded = new AtomicLong();
    private final Queue<Long> nanosOfMessages = new ConcurrentLinkedQueue<>();

    LeanSmtpSink() throws IOException {
        this(Duration.ZERO);
    }

    /** A sink whose answers come this much later. */
    LeanSmtpSink(Duration roundTrip) throws IOException {
        this.roundTrip = roundTrip;
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        start("listener", this::accept);
    }

    private void start(String name, Runnable work) {
        Runnable counted = () -> {
            work.run();
            cpuOfEnded.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        };
        Thread thread = new Thread(counted, THREADS + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public int port() {
        return listener.getLocalPort();
    }

    @Override
    public long cpuOfEnded() {
        return cpuOfEnded.get();
    }

    @Override
    public long messages() {
        return messages.get();
    }

    @Override
    public void beginRound() {
        nanosOfMessages.clear();
        roundStart = System.nanoTime();
    }

    long roundStart() {
        return roundStart;
    }

    @Override
    public List<Long> nanosOfMessages() {
        return List.copyOf(nanosOfMessages);
    }

    /** A message came whole. */
    void taken(long nanos) {
        messages.incrementAndGet();
        nanosOfMessages.add(nanos);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                SinkSession session = new SinkSession(this, socket, roundTrip);
                start("reader", session::read);
                if (!roundTrip.isZero()) {
                    start("writer", session::write);
                }
            } catch (IOException e) {
                // it is over
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}

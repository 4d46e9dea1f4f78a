/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Postfix' {@code smtp-sink}, a process of its own. It tells nothing of what it has taken. */
final class PostfixSink implements Sink {

    private static final List<String> PLACES = List.of("/usr/sbin/smtp-sink", "/usr/libexec/postfix/smtp-sink");
    private static final int PATIENCE = 100;

    private final int port;
    private final Process process;

    PostfixSink() throws IOException {
        String program = PLACES.stream()
                .filter(place -> Files.isExecutable(Path.of(place)))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no smtp-sink here: install Postfix"));
        port = freePort();
        process = new ProcessBuilder(program, "-u", System.getProperty("user.name"), "127.0.0.1:" + port, "1000")
                .inheritIO()
                .start();
        waitUntilItListens();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void waitUntilItListens() throws IOException {
        for (int i = 0; i < PATIENCE && process.isAlive(); i++) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                pause();
            }
        }
        process.destroy();
        throw new IOException("smtp-sink does not listen at port " + port);
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long messages() {
        return -1;
    }

    @Override
    public void beginRound() {}

    @Override
    public List<Long> nanosOfMessages() {
        return List.of();
    }

    @Override
    public long cpuOfEnded() {
        return 0;
    }

    @Override
    public void close() {
        process.destroy();
    }
}

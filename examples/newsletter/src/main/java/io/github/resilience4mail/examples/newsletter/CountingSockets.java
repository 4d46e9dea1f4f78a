/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/** Counts the connections that a session makes. Thread-safe. */
final class CountingSockets extends SocketFactory {

    private final SocketFactory usual = SocketFactory.getDefault();
    private final AtomicInteger count = new AtomicInteger();

    int count() {
        return count.get();
    }

    private Socket counted(Socket socket) {
        count.incrementAndGet();
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return counted(usual.createSocket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return counted(usual.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return counted(usual.createSocket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return counted(usual.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return counted(usual.createSocket(host, port, localHost, localPort));
    }
}

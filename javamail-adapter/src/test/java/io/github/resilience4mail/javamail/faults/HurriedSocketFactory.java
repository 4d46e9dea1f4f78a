/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import javax.net.SocketFactory;

/**
 * Sockets on which a minute is a twentieth of a second: the timeouts of the RFC are tested, without waiting for them. A
 * quarter of a second is the least, since healthy replies take their time too on a busy machine. Their send buffers are
 * small, so that a server that does not read is noticed.
 */
final class HurriedSocketFactory extends SocketFactory {

    private static final int FACTOR = 1_200;
    private static final int LEAST_MILLIS = 250;
    private static final int SEND_BUFFER = 16_384;

    private final int port;

    /**
     * Sockets of this kind.
     *
     * @param port where they connect to, whatever they are told; or 0 for what they are told
     */
    HurriedSocketFactory(int port) {
        this.port = port;
    }

    @Override
    public Socket createSocket() throws IOException {
        Socket socket = new Socket() {
            @Override
            public void connect(SocketAddress address, int timeout) throws IOException {
                InetSocketAddress asked = (InetSocketAddress) address;
                super.connect(port == 0 ? asked : new InetSocketAddress(asked.getAddress(), port), timeout);
            }

            @Override
            public synchronized void setSoTimeout(int millis) throws SocketException {
                super.setSoTimeout(Math.max(LEAST_MILLIS, millis / FACTOR));
            }
        };
        socket.setSendBufferSize(SEND_BUFFER);
        return socket;
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
}

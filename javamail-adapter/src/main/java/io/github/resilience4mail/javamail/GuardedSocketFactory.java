/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the plain sockets of one transport, guarded: from the user's own factory if there is one, through the user's
 * SOCKS proxy if there is one.
 *
 * <p>Angus Mail calls only {@link #createSocket()} and connects by itself; the other methods are there because the
 * class demands them.
 */
final class GuardedSocketFactory extends SocketFactory {

    private final @Nullable SocketFactory users;
    private final @Nullable SocketAddress socksProxy;
    private final UnaryOperator<Socket> guard;

    GuardedSocketFactory(
            @Nullable SocketFactory users, @Nullable SocketAddress socksProxy, UnaryOperator<Socket> guard) {
        this.users = users;
        this.socksProxy = socksProxy;
        this.guard = guard;
    }

    /** The proxy of {@code mail.smtp.socks.host}, which Angus asks only when there is no factory. */
    static @Nullable SocketAddress socksProxy(Properties properties, String prefix) {
        String host = properties.getProperty(prefix + "socks.host");
        if (host == null) {
            return null;
        }
        int colon = host.indexOf(':');
        String port = colon >= 0 ? host.substring(colon + 1) : "1080";
        String name = colon >= 0 ? host.substring(0, colon) : host;
        return new InetSocketAddress(name, port(properties.getProperty(prefix + "socks.port", port)));
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return 1080;
        }
    }

    @Override
    public Socket createSocket() throws IOException {
        if (users != null) {
            return guard.apply(users.createSocket());
        }
        return guard.apply(socksProxy == null ? new Socket() : new Socket(new Proxy(Proxy.Type.SOCKS, socksProxy)));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connect(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connect(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connect(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connect(InetSocketAddress remote, @Nullable InetSocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            if (local != null) {
                socket.bind(local);
            }
            socket.connect(remote);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.MailSSLSocketFactory;

/**
 * The user's own TLS factory, with a guarded socket underneath. Angus layers TLS over a connected plain socket, and
 * asks a {@link MailSSLSocketFactory} afterwards whether the server is trusted: so this is one, and passes the question
 * on.
 */
final class GuardedSslSocketFactory extends MailSSLSocketFactory {

    private final SSLSocketFactory users;
    private final UnaryOperator<Socket> guard;

    GuardedSslSocketFactory(SSLSocketFactory users, UnaryOperator<Socket> guard) throws GeneralSecurityException {
        this.users = users;
        this.guard = guard;
    }

    @Override
    public synchronized boolean isServerTrusted(String server, SSLSocket socket) {
        return !(users instanceof MailSSLSocketFactory checking) || checking.isServerTrusted(server, socket);
    }

    @Override
    public synchronized Socket createSocket(Socket socket, String host, int port, boolean autoClose)
            throws IOException {
        return users.createSocket(guard.apply(socket), host, port, autoClose);
    }

    @Override
    public synchronized String[] getDefaultCipherSuites() {
        return users.getDefaultCipherSuites();
    }

    @Override
    public synchronized String[] getSupportedCipherSuites() {
        return users.getSupportedCipherSuites();
    }

    @Override
    public synchronized Socket createSocket() throws IOException {
        return users.createSocket();
    }

    @Override
    public synchronized Socket createSocket(String host, int port) throws IOException {
        return users.createSocket(host, port);
    }

    @Override
    public synchronized Socket createSocket(String host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return users.createSocket(host, port, localHost, localPort);
    }

    @Override
    public synchronized Socket createSocket(InetAddress host, int port) throws IOException {
        return users.createSocket(host, port);
    }

    @Override
    public synchronized Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
            throws IOException {
        return users.createSocket(host, port, localHost, localPort);
    }
}

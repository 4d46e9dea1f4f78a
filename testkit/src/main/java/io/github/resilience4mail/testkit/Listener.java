/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes connections in, each on a daemon thread of its own, and ends them all. */
final class Listener {

    static final String HOST = "127.0.0.1";

    private static final int BACKLOG = 256;

    private final ServerSocket socket;
    private final Context context;
    private final Thread acceptor;
    private final Map<Thread, Session> sessions = new ConcurrentHashMap<>();

    Listener(int port, Context context) {
        this.context = context;
        try {
            // not "the loopback address", which may be ::1
            socket = new ServerSocket(port, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on port " + port + ": choose another one, or 0 for any that is free", e);
        }
        acceptor = daemon(this::acceptAll, "accept");
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return socket.getLocalPort();
    }

    private Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "scripted-smtp-" + port() + "-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private void acceptAll() {
        try {
            while (true) {
                take(socket.accept());
            }
        } catch (IOException e) {
            // the socket was closed, which is how this loop ends
        }
    }

    private void take(Socket client) {
        sessions.keySet().removeIf(thread -> !thread.isAlive());
        try {
            Session session = new Session(context, client);
            Thread thread = daemon(session, "session");
            thread.start();
            sessions.put(thread, session);
        } catch (IOException e) {
            // this client has gone already, the next one may come
        }
    }

    /** Ends everything, and returns when no thread is left. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // it listens no more either way
        }
        // no session can be added once this thread has ended
        join(acceptor);
        sessions.forEach((thread, session) -> {
            session.drop();
            thread.interrupt();
        });
        sessions.keySet().forEach(Listener::join);
    }

    private static void join(Thread thread) {
        if (thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

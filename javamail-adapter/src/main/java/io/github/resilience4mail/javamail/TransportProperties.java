/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.Watchdog;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.util.PropUtil;
import org.jspecify.annotations.Nullable;

/**
 * What one transport puts on top of the user's properties: partial sending and timeouts where the user chose nothing,
 * and guarded sockets.
 */
final class TransportProperties {

    /** A connection that has not been made can be given up without doubt; RFC 5321 names no time for it. */
    private static final String CONNECTION_TIMEOUT_MILLIS = "60000";

    private final Properties users;
    private final String prefix;
    private final String partialSending;
    private final Map<String, Object> whenSendingPartially;
    private final Timekeeper timekeeper;
    private final Watchdog watchdog;
    private @Nullable GuardedSocket socket;

    TransportProperties(Properties users, String protocol, Timekeeper timekeeper, Watchdog watchdog) {
        this.users = users;
        this.prefix = "mail." + protocol + ".";
        this.partialSending = prefix + "sendpartial";
        this.whenSendingPartially = Map.of(partialSending, "true");
        this.timekeeper = timekeeper;
        this.watchdog = watchdog;
    }

    /** The socket made last, or null if there was none or it could not be guarded. */
    @Nullable
    GuardedSocket socket() {
        return socket;
    }

    /** A socket of the caller's, guarded. */
    GuardedSocket guard(Socket plain) {
        GuardedSocket guarded = plain instanceof GuardedSocket already
                ? already
                : new GuardedSocket(plain, new PhaseTimeouts(timekeeper, readTimeoutMillis() > 0), watchdog);
        socket = guarded;
        return guarded;
    }

    /** Whether those accepted get the message although others were refused; Angus' own default is no, ours is yes. */
    boolean sendsPartially() {
        Object value = users.get(partialSending);
        String text = value == null ? users.getProperty(partialSending) : value.toString();
        return text == null || "true".equalsIgnoreCase(text);
    }

    /** The user's own timeout for reading. What Angus takes for none, or for one that never ends, is none: 0 or less. */
    int readTimeoutMillis() {
        return PropUtil.getIntProperty(users, prefix + "timeout", 0);
    }

    /** The values for one message: no socket is made for it. */
    Map<String, Object> forMessage() {
        return sendsPartially() ? whenSendingPartially : Map.of();
    }

    /**
     * The values for one connection: no recipient is named in it.
     *
     * @throws MessagingException if the user's TLS factory cannot be wrapped
     */
    Map<String, Object> forConnection() throws MessagingException {
        Map<String, Object> values = new HashMap<>();
        if (users.getProperty(prefix + "connectiontimeout") == null
                && users.get(prefix + "connectiontimeout") == null) {
            values.put(prefix + "connectiontimeout", CONNECTION_TIMEOUT_MILLIS);
        }
        // a socket channel must be Angus' own, so it goes unguarded
        if (!"true".equalsIgnoreCase(users.getProperty(prefix + "usesocketchannels"))) {
            putFactories(values);
        }
        return values;
    }

    private void putFactories(Map<String, Object> values) throws MessagingException {
        UnaryOperator<Socket> guard = this::guard;
        SocketFactory plain = usersFactory("socketFactory");
        SocketFactory tls = usersFactory("ssl.socketFactory");
        if (isBroken("socketFactory", plain) || isBroken("ssl.socketFactory", tls)) {
            // Angus reports it, or falls back, as the user has set
            return;
        }
        if (tls instanceof SSLSocketFactory factory) {
            values.put(prefix + "ssl.socketFactory", guarded(factory));
        }
        if (plain instanceof SSLSocketFactory factory) {
            values.put(prefix + "socketFactory", guarded(factory));
        } else {
            values.put(
                    prefix + "socketFactory",
                    new GuardedSocketFactory(plain, GuardedSocketFactory.socksProxy(users, prefix), guard));
        }
        if (plain == null && tls == null) {
            // otherwise a failed connection is tried once more without the guard
            values.put(prefix + "socketFactory.fallback", "false");
        }
    }

    private GuardedSslSocketFactory guarded(SSLSocketFactory factory) throws MessagingException {
        try {
            return new GuardedSslSocketFactory(factory, this::guard);
        } catch (GeneralSecurityException e) {
            throw new MessagingException("this Java platform offers no TLS", e);
        }
    }

    private boolean isBroken(String name, @Nullable SocketFactory factory) {
        String className = users.getProperty(prefix + name + ".class");
        return factory == null && className != null && !className.isBlank();
    }

    /** The user's factory: an object, or the name of a class. Null if there is none or it cannot be made. */
    private @Nullable SocketFactory usersFactory(String name) {
        if (users.get(prefix + name) instanceof SocketFactory factory) {
            return factory;
        }
        String className = users.getProperty(prefix + name + ".class");
        if (className == null || className.isBlank()) {
            return null;
        }
        try {
            ClassLoader context = Thread.currentThread().getContextClassLoader();
            ClassLoader loader = context == null ? TransportProperties.class.getClassLoader() : context;
            Class<?> type = Class.forName(className, true, loader);
            return (SocketFactory) type.getMethod("getDefault").invoke(null);
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            return null;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Session;
import org.jspecify.annotations.Nullable;

/**
 * The server that a session names, by the rules of Jakarta Mail: a property of the protocol comes before the general one.
 *
 * @param protocol smtp or smtps
 * @param host its name
 * @param port its port, or null for the protocol's own
 * @param user whom to log in as, or null
 */
record SessionServer(String protocol, String host, @Nullable String port, @Nullable String user) {

    static SessionServer of(Session session) {
        String protocol = "smtps".equals(session.getProperty("mail.transport.protocol")) ? "smtps" : "smtp";
        String host = property(session, protocol, "host");
        return new SessionServer(
                protocol,
                host == null ? "localhost" : host,
                session.getProperty("mail." + protocol + ".port"),
                property(session, protocol, "user"));
    }

    private static @Nullable String property(Session session, String protocol, String name) {
        String own = session.getProperty("mail." + protocol + "." + name);
        return own == null ? session.getProperty("mail." + name) : own;
    }

    /** Host and port. */
    String address() {
        return host + (port == null ? "" : ":" + port);
    }

    /** User, host and port, as far as the session names them. */
    String account() {
        return user == null ? address() : user + "@" + address();
    }

    boolean isImplicitTls() {
        return "smtps".equals(protocol);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.runtime;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP account: the key by which breakers are kept. It knows the credential only as a fingerprint, which differs in
 * every process; the credential cannot be found from it. Immutable, with value semantics.
 */
public final class Account {

    private final String host;
    private final int port;
    private final String user;
    private final String fingerprint;

    Account(String host, int port, @Nullable String user, String fingerprint) {
        this.host = host.toLowerCase(Locale.ROOT);
        this.port = port;
        this.user = user == null ? "" : user;
        this.fingerprint = fingerprint;
    }

    /** {@return the server's name, in lower case} */
    public String host() {
        return host;
    }

    /** {@return the server's port} */
    public int port() {
        return port;
    }

    /** {@return the user's name, or empty without a login} */
    public String user() {
        return user;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Account that
                && host.equals(that.host)
                && port == that.port
                && user.equals(that.user)
                && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port, user, fingerprint);
    }

    /** The destination, for example {@code user@mail.example.net:587}; no fingerprint. */
    @Override
    public String toString() {
        return (user.isEmpty() ? "" : user + "@") + host + ":" + port;
    }
}

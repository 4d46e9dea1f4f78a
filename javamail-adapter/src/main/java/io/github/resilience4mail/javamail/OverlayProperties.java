/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The user's session properties as our transports should see them: live, and with a few values on top. The user's own
 * object is never written.
 *
 * <p>One object serves all transports of a session, since it goes with a session that is costly to make. The values on
 * top belong to the transport that works in the current thread.
 */
// the values on top are per thread, those below have their own lock
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
final class OverlayProperties extends Properties {

    private static final long serialVersionUID = 1L;

    private final transient Properties users;
    private final transient ThreadLocal<Map<String, Object>> overlay = ThreadLocal.withInitial(Map::of);

    OverlayProperties(Properties users) {
        super(users);
        this.users = users;
    }

    /** Puts values on top, for the current thread, in place of earlier ones. */
    void cover(Map<String, Object> values) {
        overlay.set(values);
    }

    /** Takes them away again. */
    void uncover() {
        overlay.remove();
    }

    @Override
    public @Nullable Object get(Object key) {
        Object own = key instanceof String name ? overlay.get().get(name) : null;
        return own != null ? own : users.get(key);
    }

    @Override
    public @Nullable String getProperty(String key) {
        return overlay.get().get(key) instanceof String text ? text : users.getProperty(key);
    }

    // it has no entries of its own that could be compared
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}

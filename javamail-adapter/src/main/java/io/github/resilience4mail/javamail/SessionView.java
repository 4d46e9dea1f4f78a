/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.Session;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a user's session between messages: the settings that were read from it, and a stand-in while Angus
 * works, which reads the same properties with ours on top. Angus asks its session for nothing else at those times.
 * Thread-safe.
 */
final class SessionView {

    private final Properties users;
    private final OverlayProperties properties;
    private final Map<String, SettingsMemo> settings = new ConcurrentHashMap<>();
    private volatile @Nullable Session session;

    private SessionView(Properties users) {
        this.users = users;
        this.properties = new OverlayProperties(users);
    }

    /** The one of a session, in the runtime that the session names. */
    static SessionView of(Session users, MailRuntime runtime) {
        return runtime.companion(users, SessionView.class, () -> new SessionView(users.getProperties()));
    }

    /**
     * The settings for a protocol, as the user's properties are now.
     *
     * @throws IllegalArgumentException with one sentence that names the property and the cure
     */
    TransportSettings settings(String protocol) {
        SettingsMemo known = settings.get(protocol);
        if (known == null || !known.isTrueOf(users)) {
            known = SettingsMemo.of(users, protocol);
            settings.put(protocol, known);
        }
        return known.settings();
    }

    /** The properties of the stand-in. */
    OverlayProperties properties() {
        return properties;
    }

    /** The stand-in, made when first asked for: making a session costs as much as sending a small message. */
    Session session() {
        Session known = session;
        if (known == null) {
            synchronized (this) {
                known = session == null ? Session.getInstance(properties) : session;
                session = known;
            }
        }
        return known;
    }
}

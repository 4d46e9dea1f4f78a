/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.Session;

/**
 * A stand-in for the user's session while Angus works: it reads the same properties, with ours on top. Angus asks its
 * session for nothing else at those times.
 *
 * @param session the stand-in
 * @param properties its properties
 */
record SessionView(Session session, OverlayProperties properties) {

    /** The one of a session: making a session costs as much as sending a small message. */
    static SessionView of(Session users, MailRuntime runtime) {
        return runtime.companion(users, SessionView.class, () -> {
            OverlayProperties properties = new OverlayProperties(users.getProperties());
            return new SessionView(Session.getInstance(properties), properties);
        });
    }
}

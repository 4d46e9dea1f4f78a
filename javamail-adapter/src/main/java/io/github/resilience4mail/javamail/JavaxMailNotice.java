/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.concurrent.atomic.AtomicBoolean;
import javax.mail.Provider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a program that sends with {@code javax.mail} that resilience4mail does nothing for it. That program would never
 * notice otherwise: none of our other classes is loaded there. It handles no protocol that anybody uses.
 */
public final class JavaxMailNotice extends Provider {

    private static final Logger LOG = LoggerFactory.getLogger(JavaxMailNotice.class);
    private static final AtomicBoolean GIVEN = new AtomicBoolean();

    /** Called by the service loader of {@code javax.mail}, in each session. */
    public JavaxMailNotice() {
        super(Type.TRANSPORT, "resilience4mail", JavaxMailNotice.class.getName(), "resilience4mail", null);
        if (!hasJakartaMail() && GIVEN.compareAndSet(false, true)) {
            LOG.warn(
                    "resilience4mail does nothing here: this program sends with javax.mail, which it cannot reach; move to"
                            + " Jakarta Mail 2.1 (org.eclipse.angus:angus-mail 2.0.4 or later), or remove resilience4mail");
        }
    }

    private static boolean hasJakartaMail() {
        try {
            Class.forName("jakarta.mail.Session", false, JavaxMailNotice.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}

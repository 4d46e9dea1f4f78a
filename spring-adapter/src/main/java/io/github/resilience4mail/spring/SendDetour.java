/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** What takes the messages of a sender in place of its server. It knows of no class that may be missing. */
@FunctionalInterface
interface SendDetour {

    /** No detour. */
    SendDetour NONE = target -> null;

    /**
     * Says what a sender's messages go to.
     *
     * @param target the sender itself, not a proxy before it
     * @return what takes them; null if they go to the server
     */
    @Nullable
    JavaMailSender insteadOf(JavaMailSenderImpl target);
}

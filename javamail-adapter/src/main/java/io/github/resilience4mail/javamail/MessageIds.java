/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import org.jspecify.annotations.Nullable;

/** The identity of a message, by which a receiver can tell that two copies are one (RFC 5322 section 3.6.4). */
final class MessageIds {

    private static final String HEADER = "Message-ID";

    private MessageIds() {}

    /** The message's identity; one that was never saved gets its own now. Empty if it cannot have any. */
    static String ensure(MimeMessage message) {
        String id = of(message);
        if (id != null) {
            return id;
        }
        try {
            message.saveChanges();
        } catch (MessagingException | RuntimeException e) {
            // a message that cannot be changed is sent as it is, and reported without an identity
            return "";
        }
        String saved = of(message);
        return saved == null ? "" : saved;
    }

    static @Nullable String of(MimeMessage message) {
        try {
            return message.getMessageID();
        } catch (MessagingException e) {
            return null;
        }
    }

    static void restore(MimeMessage message, String id) throws MessagingException {
        if (!id.equals(message.getMessageID())) {
            message.setHeader(HEADER, id);
        }
    }
}

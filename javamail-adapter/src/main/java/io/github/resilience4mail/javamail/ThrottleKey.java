/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;
import java.util.Locale;

/** What a destination is: that which slows down as one. */
public enum ThrottleKey {
    /** The SMTP account: its server is what refuses and what has quotas. */
    ACCOUNT,
    /** The domain of the (first) recipient: for a server that passes the receivers' refusals on, or is the receiver. */
    RECIPIENT_DOMAIN;

    /** The destination of a message, by name. */
    String keyOf(List<String> recipients, String account) {
        if (this == ACCOUNT || recipients.isEmpty()) {
            return account;
        }
        String first = recipients.get(0);
        return first.substring(first.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }
}

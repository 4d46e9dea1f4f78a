/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.util.Locale;

/** Whether the connection turns to TLS after the greeting. */
enum StartTls {
    /** Or nothing is sent. */
    REQUIRED,
    /** Where the server offers it. */
    OPTIONAL,
    /** Never. */
    OFF;

    /**
     * What somebody means who does not say: a password does not leave this machine in clear text; apart from that, mail
     * is encrypted where that is possible.
     */
    static StartTls byDefault(String host, boolean withPassword) {
        return withPassword && !isThisMachine(host) ? REQUIRED : OPTIONAL;
    }

    /** By name only: what a name resolves to, others may decide. */
    private static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || name.equals("::1")
                || name.equals("[::1]");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says once for each value that a user's timeout for reading is so short that it makes trouble: a message that the server
 * has taken, but not confirmed in time, is UNKNOWN, and perhaps sent twice. Thread-safe.
 */
final class ReadTimeoutWarning {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSmtpTransport.class);

    /** A server that looks for spam and viruses while the client waits takes seconds, and now and then half a minute. */
    private static final int SHORT_MILLIS = 60_000;

    private static final int MAX_WARNINGS = 20;

    private final Set<String> given = ConcurrentHashMap.newKeySet();

    /**
     * Looks at a timeout.
     *
     * @param runtime for which it is said once
     * @param property its name
     * @param millis its value; 0 or less for none
     */
    static void check(MailRuntime runtime, String property, int millis) {
        if (millis > 0 && millis < SHORT_MILLIS) {
            runtime.companion(runtime, ReadTimeoutWarning.class, ReadTimeoutWarning::new)
                    .warn(property, millis);
        }
    }

    private void warn(String property, int millis) {
        if (given.size() < MAX_WARNINGS && given.add(property + "=" + millis)) {
            LOG.warn(
                    "{} is {} ms. A server may take minutes to confirm a message (RFC 5321 section 4.5.3.2.6: up to 10); one"
                            + " whose confirmation is not waited for ends as UNKNOWN, or is sent twice. Leave {} out, or"
                            + " set it to {} or more: without it each phase has a limit of its own",
                    property,
                    millis,
                    property,
                    SHORT_MILLIS);
        }
    }
}

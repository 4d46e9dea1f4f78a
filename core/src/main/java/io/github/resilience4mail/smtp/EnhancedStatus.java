/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import java.util.Optional;

/**
 * An enhanced mail system status code such as {@code 5.1.1} (RFC 3463 section 2).
 *
 * @param statusClass 2 (success), 4 (persistent transient failure) or 5 (permanent failure)
 * @param subject what it is about, 0 to 999: addressing, mailbox, mail system, network, protocol, content, policy
 * @param detail the precise condition, 0 to 999
 */
public record EnhancedStatus(int statusClass, int subject, int detail) {

    private static final int MAX_PART = 999;

    /**
     * Checks the ranges.
     *
     * @param statusClass 2, 4 or 5
     * @param subject 0 to 999
     * @param detail 0 to 999
     * @throws IllegalArgumentException if a part is out of its range
     */
    public EnhancedStatus {
        if (statusClass != 2 && statusClass != 4 && statusClass != 5) {
            throw new IllegalArgumentException("the class of an enhanced status is 2, 4 or 5, not " + statusClass);
        }
        if (subject < 0 || subject > MAX_PART || detail < 0 || detail > MAX_PART) {
            throw new IllegalArgumentException(
                    "subject and detail of an enhanced status are 0 to 999, not " + subject + " and " + detail);
        }
    }

    /**
     * Reads exactly one code.
     *
     * @param text such as {@code "5.1.1"}, nothing before or after it
     * @return the code, or empty if the text is not one
     */
    public static Optional<EnhancedStatus> parse(String text) {
        return Optional.ofNullable(StatusScanner.at(text, 0))
                .filter(found -> found.end() == text.length())
                .map(StatusScanner.Found::status);
    }

    /** {@return the dotted form, for example {@code 4.7.1}} */
    @Override
    public String toString() {
        return statusClass + "." + subject + "." + detail;
    }
}

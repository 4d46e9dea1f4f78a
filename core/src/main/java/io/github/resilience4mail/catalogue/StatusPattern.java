/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.EnhancedStatus;

/**
 * An enhanced status that a rule is about: exactly one, or the same subject and detail in any class ({@code x.7.1}).
 *
 * @param statusClass 4 or 5, or {@link #ANY_CLASS}
 * @param subject as in the status
 * @param detail as in the status
 */
record StatusPattern(int statusClass, int subject, int detail) {

    static final int ANY_CLASS = 0;

    private static final int RADIX = 1000;

    /**
     * Reads {@code 5.7.1} or {@code x.7.1}.
     *
     * @throws IllegalArgumentException with what is wrong and how to cure it
     */
    static StatusPattern parse(String text) {
        boolean anyClass = text.startsWith("x.");
        EnhancedStatus status = EnhancedStatus.parse(anyClass ? "4" + text.substring(1) : text)
                .filter(found -> found.statusClass() != 2)
                .orElseThrow(() -> new IllegalArgumentException("\"" + text
                        + "\" is not an enhanced status of a failure; write one such as 5.7.1, or x.7.1 for both"
                        + " classes"));
        return new StatusPattern(anyClass ? ANY_CLASS : status.statusClass(), status.subject(), status.detail());
    }

    boolean isExact() {
        return statusClass != ANY_CLASS;
    }

    /** A number that differs for each pattern and for nothing else. */
    int key() {
        return key(statusClass, subject, detail);
    }

    static int exactKey(EnhancedStatus status) {
        return key(status.statusClass(), status.subject(), status.detail());
    }

    static int anyClassKey(EnhancedStatus status) {
        return key(ANY_CLASS, status.subject(), status.detail());
    }

    /** Above all basic codes, so that both can be keys of one table. */
    private static int key(int statusClass, int subject, int detail) {
        return ((statusClass + 1) * RADIX + subject) * RADIX + detail;
    }

    @Override
    public String toString() {
        return (isExact() ? String.valueOf(statusClass) : "x") + "." + subject + "." + detail;
    }
}

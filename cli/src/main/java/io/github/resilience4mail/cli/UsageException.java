/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

/** A command that cannot be carried out as it was given; the message names the option and the cure. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }

    static void require(boolean condition, String sentence) throws UsageException {
        if (!condition) {
            throw new UsageException(sentence);
        }
    }
}

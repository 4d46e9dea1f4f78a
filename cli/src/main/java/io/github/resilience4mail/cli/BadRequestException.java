/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

/** A line of input that is not a request; the message says why in half a sentence. */
final class BadRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }
}

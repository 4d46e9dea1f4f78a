/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.Nullable;

/** The outbox cannot do what it was asked; its sentence names the thing and the cure. */
public class OutboxException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception.
     *
     * @param message what is wrong, and what to do
     * @param cause what the database said, or null
     */
    public OutboxException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import io.github.resilience4mail.smtp.PrintableText;

/**
 * A file of rules that cannot be used. Its message is one sentence for the person who wrote the file:
 * {@code file:line: what is wrong and how to cure it}.
 */
public final class CatalogueException extends RuntimeException {

    private static final long serialVersionUID = 1L;
    /** The longest reason of ours lists all constants of {@link Reason}; a value that is quoted may be any size. */
    private static final int MAX_REASON = 2_000;

    CatalogueException(String message) {
        super(message);
    }

    CatalogueException(Position position, String reason) {
        this(position + ": " + PrintableText.of(reason, MAX_REASON));
    }
}

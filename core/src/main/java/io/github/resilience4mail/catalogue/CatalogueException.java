/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/**
 * A file of rules that cannot be used. Its message is one sentence for the person who wrote the file:
 * {@code file:line: what is wrong and how to cure it}.
 */
public final class CatalogueException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CatalogueException(String message) {
        super(message);
    }

    CatalogueException(Position position, String reason) {
        this(position + ": " + reason);
    }
}

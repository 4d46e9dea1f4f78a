/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import org.jspecify.annotations.Nullable;

/** The properties {@code resilience4mail.*} make no sense. Its text is one sentence that names them and the cure. */
final class InvalidMailRetryPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidMailRetryPropertiesException(String sentence, @Nullable Throwable cause) {
        super(sentence, cause);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

/** The properties {@code resilience4mail.*} make no policy. Its text is one sentence that names them and the cure. */
final class InvalidMailRetryPropertiesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidMailRetryPropertiesException(IllegalArgumentException cause) {
        super("the properties " + MailRetryProperties.PREFIX + ".* make no policy: " + cause.getMessage(), cause);
    }
}

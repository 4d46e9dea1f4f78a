/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows the sentence in place of a stack trace when the start fails. */
final class InvalidMailRetryPropertiesAnalyzer extends AbstractFailureAnalyzer<InvalidMailRetryPropertiesException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidMailRetryPropertiesException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Change the properties that the sentence names; they stand below " + MailRetryProperties.PREFIX
                        + ". in the application's configuration.",
                cause);
    }
}

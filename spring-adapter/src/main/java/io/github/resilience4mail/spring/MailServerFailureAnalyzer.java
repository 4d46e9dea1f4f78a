/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.javamail.MailFailure;
import jakarta.mail.MessagingException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what it means that {@code spring.mail.test-connection=true} has stopped the start, and which property to look at. */
final class MailServerFailureAnalyzer extends AbstractFailureAnalyzer<MessagingException> {

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, MessagingException cause) {
        return MailFailure.of(cause)
                .map(failure -> analysis(failure.verdict(), cause))
                .orElse(null);
    }

    private static FailureAnalysis analysis(Verdict verdict, MessagingException cause) {
        return new FailureAnalysis(
                "The mail server cannot be used. " + cause.getMessage(),
                verdict.explain(Locale.ENGLISH).action() + properties(verdict.reason())
                        + System.lineSeparator()
                        + "Without spring.mail.test-connection=true, the application starts all the same.",
                cause);
    }

    private static String properties(Reason reason) {
        return switch (reason) {
            case HOST_NOT_FOUND -> look("spring.mail.host");
            case CONNECTION_REFUSED, TIMEOUT, NOT_SMTP, CONNECTION_LOST ->
                look("spring.mail.host, spring.mail.port (587 for STARTTLS, 465 for TLS from the start) and"
                        + " spring.mail.protocol (smtps for port 465)");
            case AUTH_FAILED, AUTH_REQUIRED, PASSWORD_CHANGE_REQUIRED, TOO_MANY_LOGINS ->
                look("spring.mail.username, spring.mail.password and spring.mail.properties.mail.smtp.auth");
            case AUTH_NOT_OFFERED, AUTH_MECHANISM_REFUSED ->
                look("spring.mail.port, spring.mail.properties.mail.smtp.starttls.enable (many servers offer a login"
                        + " only behind TLS) and spring.mail.properties.mail.smtp.auth.mechanisms");
            case TLS_REQUIRED ->
                look("spring.mail.properties.mail.smtp.starttls.enable: set it to true, or spring.mail.protocol to"
                        + " smtps for port 465");
            case TLS_NOT_OFFERED, TLS_UNAVAILABLE ->
                look("spring.mail.port and spring.mail.properties.mail.smtp.starttls.required");
            case CERTIFICATE_UNTRUSTED, TLS_FAILED ->
                look("spring.mail.host (the certificate must name it), spring.mail.port and"
                        + " spring.mail.ssl.bundle");
            default -> "";
        };
    }

    private static String look(String properties) {
        return System.lineSeparator() + "Look at " + properties + ".";
    }
}

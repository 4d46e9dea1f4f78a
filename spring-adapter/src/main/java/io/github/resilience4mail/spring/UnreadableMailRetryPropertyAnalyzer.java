/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says of a property whose value cannot be read what to write. Boot's own analysis only says that it cannot be read. */
@Order(Ordered.LOWEST_PRECEDENCE - 1)
final class UnreadableMailRetryPropertyAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final String DURATION = "a duration such as 500ms, 30s, 2h or 4d";
    private static final String COUNT = "a whole number, 1 or more";

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        String expected =
                ConfigurationPropertyName.of(MailRetryProperties.PREFIX).isAncestorOf(cause.getName())
                        ? expected(cause.getName())
                        : null;
        if (expected == null) {
            return null;
        }
        return new FailureAnalysis(
                "the property " + cause.getName() + value(cause.getProperty()) + " cannot be read",
                "Set " + cause.getName() + " to " + expected + ".",
                cause);
    }

    /** By the last name that is one of ours: {@code quick-retries[1]} is a list's. */
    private static @Nullable String expected(ConfigurationPropertyName name) {
        for (int i = name.getNumberOfElements() - 1; i > 0; i--) {
            if (!name.isNumericIndex(i)) {
                return expected(name.getElement(i, Form.DASHED));
            }
        }
        return null;
    }

    private static @Nullable String expected(String name) {
        return switch (name) {
            case "enabled", "initialize-schema", "send" -> "true or false";
            case "deadline", "lifetime", "max-delay", "max-hint", "heartbeat", "sweep", "delay-warning", "retention" ->
                DURATION;
            case "quick-retries" -> "durations such as 1s, 3s, 9s";
            case "jitter" -> "a number from 0 to 1";
            case "on-unknown" -> "resend or report";
            case "language" -> "en or fr";
            case "rules" -> "files such as file:/etc/shop/rules.yaml";
            case "lanes", "lanes-in-all", "queue", "threads", "batch" -> COUNT;
            case "max-message-size" -> "a size such as 500KB or 25MB";
            case "throttle-by" -> "account or recipient-domain";
            default -> null;
        };
    }

    private static String value(@Nullable ConfigurationProperty property) {
        return property == null ? "" : " is \"" + property.getValue() + "\" (" + property.getOrigin() + "), which";
    }
}

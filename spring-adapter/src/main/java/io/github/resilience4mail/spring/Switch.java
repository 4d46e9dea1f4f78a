/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * How {@code resilience4mail.enabled} stands. Boot's own condition knows only {@code true} and {@code false}, where
 * properties may also say {@code on}, {@code off}, {@code yes} and {@code no}.
 */
final class Switch {

    private Switch() {}

    private static boolean isOn(Environment environment) {
        return is(environment, ".enabled", true);
    }

    private static boolean is(Environment environment, String name, boolean otherwise) {
        return Binder.get(environment)
                .bind(MailRetryProperties.PREFIX + name, Boolean.class)
                .orElse(otherwise);
    }

    /** Unless it is switched off. */
    static final class On implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return isOn(context.getEnvironment());
        }
    }

    /** If it is switched off. */
    static final class Off implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !isOn(context.getEnvironment());
        }
    }

    /** If the outbox is switched on. */
    static final class OutboxOn implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return is(context.getEnvironment(), ".outbox.enabled", false);
        }
    }
}

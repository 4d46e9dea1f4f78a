/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.util.function.Consumer;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Does something to each {@link JavaMailSenderImpl} once the application has finished with it. It comes before
 * those post-processors that wrap beans in proxies, behind which it could not recognise the sender.
 */
final class MailSenderPostProcessor implements BeanPostProcessor, PriorityOrdered {

    private final Consumer<JavaMailSenderImpl> action;

    MailSenderPostProcessor(Consumer<JavaMailSenderImpl> action) {
        this.action = action;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof JavaMailSenderImpl sender) {
            action.accept(sender);
        }
        return bean;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}

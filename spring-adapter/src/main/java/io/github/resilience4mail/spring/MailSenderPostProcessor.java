/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.lang.reflect.Modifier;
import java.util.function.Consumer;
import org.springframework.aop.framework.AbstractAdvisingBeanPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Puts a class-based proxy before each {@link JavaMailSenderImpl} once the application has finished with it, and prepares
 * its session. It comes before the application's own proxies, which then are outside: what they repeat is a whole call.
 *
 * <p>A final class cannot have a proxy: its session is prepared once, and its exceptions are Spring's.
 */
// serializable by inheritance only
@SuppressWarnings("serial")
final class MailSenderPostProcessor extends AbstractAdvisingBeanPostProcessor implements PriorityOrdered {

    private final transient Consumer<JavaMailSenderImpl> preparation;

    MailSenderPostProcessor(Consumer<JavaMailSenderImpl> preparation) {
        this.preparation = preparation;
        this.advisor = new DefaultPointcutAdvisor(SendInterceptor.pointcut(), new SendInterceptor(preparation));
        setProxyTargetClass(true);
        setOrder(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof JavaMailSenderImpl sender) {
            preparation.accept(sender);
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    @Override
    protected boolean isEligible(Class<?> type) {
        return super.isEligible(type) && !Modifier.isFinal(type.getModifiers());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
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

    private final transient BiConsumer<JavaMailSenderImpl, String> preparation;
    private final transient Map<JavaMailSenderImpl, String> names = Collections.synchronizedMap(new WeakHashMap<>());

    /**
     * Makes one.
     *
     * @param preparation what is done to a sender, and the name of its bean, before each use
     * @param observations where sendings are observed, asked for when there is one
     * @param detour what takes messages in place of the server
     */
    MailSenderPostProcessor(
            BiConsumer<JavaMailSenderImpl, String> preparation,
            Supplier<ObservationRegistry> observations,
            SendDetour detour) {
        this.preparation = preparation;
        this.advisor = new DefaultPointcutAdvisor(
                SendInterceptor.pointcut(), new SendInterceptor(this::prepare, observations, detour));
        setProxyTargetClass(true);
        setOrder(Ordered.LOWEST_PRECEDENCE);
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof JavaMailSenderImpl sender) {
            names.put(sender, beanName);
            prepare(sender);
        }
        return super.postProcessAfterInitialization(bean, beanName);
    }

    private void prepare(JavaMailSenderImpl sender) {
        preparation.accept(sender, names.getOrDefault(sender, ""));
    }

    @Override
    protected boolean isEligible(Class<?> type) {
        return super.isEligible(type) && !Modifier.isFinal(type.getModifiers());
    }
}

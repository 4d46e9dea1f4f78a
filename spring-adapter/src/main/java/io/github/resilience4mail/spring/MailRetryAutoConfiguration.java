/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Auto-configuration that makes each {@link JavaMailSenderImpl} of the application retry: Boot's own, the user's, also
 * of a subclass. The beans keep their types; before each stands a class-based proxy, which makes {@code send} exact.
 *
 * <p>How it retries is said by the properties {@code resilience4mail.*}, or by a {@link MailRetryPolicy} bean of the
 * user's in their place; a {@link MailRuntime} bean replaces the runtime of the process, a {@link ReplyCatalogue} bean the
 * rules. What a sender's own mail
 * properties say ({@code spring.mail.properties.mail.smtp.retry.*}) comes before both.
 * {@code resilience4mail.enabled=false} leaves the senders as Spring and Jakarta Mail made them.
 */
// by name, since Boot 3.5 and Boot 4 keep it in different packages; Angus by name, since only the mail adapter knows it
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration",
            "org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration"
        })
@ConditionalOnClass(value = JavaMailSenderImpl.class, name = "org.eclipse.angus.mail.smtp.SMTPTransport")
@EnableConfigurationProperties(MailRetryProperties.class)
public final class MailRetryAutoConfiguration {

    /** Called by Spring. */
    MailRetryAutoConfiguration() {}

    // a bean, so that a policy that makes no sense stops the start and not the first message
    @Bean
    @ConditionalOnMissingBean
    @Conditional(Switch.On.class)
    MailRetryPolicy mailRetryPolicy(MailRetryProperties properties) {
        return properties.policy();
    }

    // a bean, so that a file or a name that is wrong stops the start and not the first message
    @Bean
    @Conditional(Switch.On.class)
    MailSenderSettings mailSenderSettings(
            MailRetryProperties properties,
            MailRetryPolicy policy,
            ObjectProvider<ReplyCatalogue> catalogue,
            ObjectProvider<MailRuntime> runtime,
            ListableBeanFactory beans) {
        ReplyCatalogue own = catalogue.getIfAvailable();
        return new MailSenderSettings(
                properties,
                policy,
                own == null ? properties.catalogue().orElse(null) : own,
                runtime.getIfAvailable(),
                beans);
    }

    // static and fed by providers: what a post-processor needs is made too early to be post-processed itself
    @Bean
    @Conditional(Switch.On.class)
    static MailSenderPostProcessor mailSenderPostProcessor(
            ObjectProvider<MailSenderSettings> settings,
            ObjectProvider<ObservationRegistry> observations,
            ObjectProvider<SendDetour> detour) {
        return new MailSenderPostProcessor(
                (sender, name) -> settings.getObject().prepare(sender, name),
                () -> observations.getIfAvailable(() -> ObservationRegistry.NOOP),
                target -> detour.getIfAvailable(() -> SendDetour.NONE).insteadOf(target));
    }

    // the service loader puts our transport under the senders all the same
    @Bean
    @Conditional(Switch.Off.class)
    static BeanPostProcessor mailSenderSwitch() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String beanName) {
                if (bean instanceof JavaMailSenderImpl sender) {
                    new SenderSession(sender).doNotRetry();
                }
                return bean;
            }
        };
    }
}

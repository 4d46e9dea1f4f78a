/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Auto-configuration that makes each {@link JavaMailSenderImpl} of the application retry: Boot's own, the user's, also
 * of a subclass. The beans stay what they are.
 *
 * <p>How it retries is said by the properties {@code resilience4mail.*}, or by a {@link MailRetryPolicy} bean of the
 * user's in their place; a {@link MailRuntime} bean replaces the runtime of the process. What a sender's own mail
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
    @ConditionalOnBooleanProperty(prefix = MailRetryProperties.PREFIX, name = "enabled", matchIfMissing = true)
    MailRetryPolicy mailRetryPolicy(MailRetryProperties properties) {
        return properties.policy();
    }

    // static and fed by providers: what a post-processor needs is made too early to be post-processed itself
    @Bean
    static MailSenderPostProcessor mailSenderPostProcessor(
            ObjectProvider<MailRetryProperties> properties,
            ObjectProvider<MailRetryPolicy> policy,
            ObjectProvider<MailRuntime> runtime) {
        return new MailSenderPostProcessor(sender -> {
            MailRetryProperties present = properties.getObject();
            SenderSession session = new SenderSession(sender);
            if (present.enabled()) {
                session.retryBy(policy.getObject(), present.language(), runtime.getIfAvailable());
            } else {
                // the service loader puts our transport under this sender all the same
                session.doNotRetry();
            }
        });
    }
}

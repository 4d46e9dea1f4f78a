/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.policy.MailRetryPolicy;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/**
 * Auto-configuration of the {@link AsyncMailSender}, beside the application's one {@link JavaMailSenderImpl} or its
 * primary one. It is there too when retries are switched off, since it is injected: each message is tried once then.
 */
@AutoConfiguration(after = MailRetryAutoConfiguration.class)
@ConditionalOnClass(
        name = {"org.springframework.mail.javamail.JavaMailSenderImpl", "org.eclipse.angus.mail.smtp.SMTPTransport"})
@ConditionalOnSingleCandidate(JavaMailSenderImpl.class)
@EnableConfigurationProperties(MailRetryProperties.class)
public final class MailAsyncAutoConfiguration {

    private static final int FIRST_JAVA_WITH_VIRTUAL_THREADS = 21;

    /** Called by Spring. */
    MailAsyncAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    static AsyncMailSender asyncMailSender(
            JavaMailSenderImpl sender,
            MailRetryProperties properties,
            ObjectProvider<MailRetryPolicy> policy,
            Environment environment) {
        AsyncProperties async = properties.async();
        MailRetryPolicy chosen = properties.enabled()
                ? async.policy(policy.getIfAvailable(MailRetryPolicy::defaults))
                : MailRetryPolicy.builder().deadline(Duration.ZERO).build();
        Executor executor = virtualThreads(environment);
        return new AsyncMailSender(sender, bulk -> {
            BulkSender.Builder builder = async.applyTo(bulk).policy(chosen);
            return executor == null ? builder : builder.executor(executor);
        });
    }

    private static @Nullable Executor virtualThreads(Environment environment) {
        boolean wanted = environment.getProperty("spring.threads.virtual.enabled", Boolean.class, false);
        if (!wanted || Runtime.version().feature() < FIRST_JAVA_WITH_VIRTUAL_THREADS) {
            return null;
        }
        SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("resilience4mail-lane-");
        executor.setVirtualThreads(true);
        return executor;
    }
}

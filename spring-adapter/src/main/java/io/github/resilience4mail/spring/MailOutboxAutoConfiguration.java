/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxListener;
import io.github.resilience4mail.outbox.OutboxSchema;
import io.github.resilience4mail.runtime.MailRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration of the outbox, with {@code resilience4mail.outbox.enabled=true}: what the application's one
 * {@link JavaMailSenderImpl} sends, or its primary one, is kept in its one {@link DataSource}, or its primary one, by the
 * transaction of the caller. Other senders send as before. What is missing for it stops the start.
 */
// by name, since Boot 3.5 and Boot 4 keep it in different packages
@AutoConfiguration(
        after = MailRetryAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnClass(
        name = {"org.springframework.mail.javamail.JavaMailSenderImpl", "org.eclipse.angus.mail.smtp.SMTPTransport"})
@Conditional({Switch.On.class, Switch.OutboxOn.class})
public final class MailOutboxAutoConfiguration {

    /** Called by Spring. */
    MailOutboxAutoConfiguration() {}

    // mail would be sent as before, and nobody would notice until a crash has lost some
    @Bean
    static SmartInitializingSingleton mailOutboxRequirements(ApplicationContext context) {
        return () -> {
            List<String> needed = List.of(
                    "io.github.resilience4mail.outbox.MailOutbox",
                    "org.springframework.jdbc.datasource.DataSourceUtils");
            for (String name : needed) {
                if (!ClassUtils.isPresent(name, context.getClassLoader())) {
                    throw problem(
                            "the class path has no " + name
                                    + ": add io.github.resilience4mail:resilience4mail-outbox and spring-boot-starter-jdbc"
                                    + " (or -data-jpa)",
                            null);
                }
            }
        };
    }

    private static InvalidMailRetryPropertiesException problem(String sentence, @Nullable Throwable cause) {
        return new InvalidMailRetryPropertiesException(
                "the property " + OutboxProperties.PREFIX + ".enabled is true, but " + sentence, cause);
    }

    /** The outbox. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MailOutbox.class, DataSourceUtils.class})
    @EnableConfigurationProperties(OutboxProperties.class)
    static class Outbox {

        @Bean
        @DependsOnDatabaseInitialization
        static MailOutbox mailOutbox(
                ObjectProvider<DataSource> dataSources,
                ObjectProvider<JavaMailSenderImpl> senders,
                OutboxProperties properties,
                ObjectProvider<MailOutboxCustomizer> customizers,
                ObjectProvider<OutboxListener> listeners,
                ApplicationEventPublisher publisher) {
            DataSource dataSource = dataSource(dataSources);
            List<OutboxListener> told = listeners.orderedStream().toList();
            MailOutbox.Builder builder = MailOutbox.builder(dataSource, new BulkSession(sender(senders)).session())
                    .listener(event -> {
                        told.forEach(listener -> listener.on(event));
                        publisher.publishEvent(event);
                    });
            properties.applyTo(builder);
            customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
            try {
                if (properties.initializeSchema()) {
                    create(dataSource);
                }
                return builder.build();
            } catch (OutboxException e) {
                throw problem(
                        e.getMessage() + ". Let Flyway or Liquibase run the script, or set " + OutboxProperties.PREFIX
                                + ".initialize-schema=true",
                        e);
            }
        }

        private static void create(DataSource dataSource) {
            try (Connection connection = dataSource.getConnection()) {
                OutboxSchema.create(connection);
            } catch (SQLException e) {
                throw problem("its tables cannot be created: " + e.getMessage(), e);
            }
        }

        @Bean
        static OutboxMailSender outboxMailSender(
                MailOutbox outbox, ObjectProvider<DataSource> dataSources, ObjectProvider<JavaMailSenderImpl> senders) {
            DataSource dataSource = dataSource(dataSources);
            return new OutboxMailSender(outbox, dataSource, autoCommits(dataSource), sender(senders));
        }

        private static boolean autoCommits(DataSource dataSource) {
            try (Connection connection = dataSource.getConnection()) {
                return connection.getAutoCommit();
            } catch (SQLException e) {
                throw problem("its database does not answer: " + e.getMessage(), e);
            }
        }

        @Bean
        static SendDetour outboxDetour(OutboxMailSender outbox) {
            return outbox::insteadOf;
        }

        @Bean
        static OutboxLifecycle mailOutboxLifecycle(MailOutbox outbox, OutboxProperties properties) {
            return new OutboxLifecycle(outbox, properties.send());
        }

        private static DataSource dataSource(ObjectProvider<DataSource> dataSources) {
            DataSource found = dataSources.getIfUnique();
            if (found == null) {
                throw problem("there is no DataSource, or several: mark the one for the outbox as @Primary", null);
            }
            // the outbox's own transactions are not the caller's
            return found instanceof TransactionAwareDataSourceProxy proxy && proxy.getTargetDataSource() != null
                    ? proxy.getTargetDataSource()
                    : found;
        }

        private static JavaMailSenderImpl sender(ObjectProvider<JavaMailSenderImpl> senders) {
            JavaMailSenderImpl found = senders.getIfUnique();
            if (found == null) {
                throw problem(
                        "there is no JavaMailSenderImpl, or several: set spring.mail.host, or mark the one for the outbox"
                                + " as @Primary",
                        null);
            }
            if (!AopUtils.isAopProxy(found)) {
                throw problem(
                        found.getClass().getName()
                                + " is final, so that nothing can stand before it: use another class",
                        null);
            }
            return found;
        }
    }

    /** Meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MailOutbox.class, DataSourceUtils.class, MeterRegistry.class})
    static class Meters {

        // by providers: the outbox tells the meters, so that they cannot wait for it
        @Bean
        static OutboxMeters outboxMeters(ObjectProvider<MailOutbox> outbox, ObjectProvider<MailRuntime> runtime) {
            return new OutboxMeters(
                    () -> outbox.getObject().operations().openDepth(),
                    runtime.getIfAvailable(MailRuntime::shared).timekeeper());
        }
    }

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({MailOutbox.class, DataSourceUtils.class, ConditionalOnAvailableEndpoint.class})
    static class ActuatorEndpoint {

        @Bean
        @ConditionalOnAvailableEndpoint(endpoint = MailOutboxEndpoint.class)
        static MailOutboxEndpoint mailOutboxEndpoint(MailOutbox outbox, ObjectProvider<MailRuntime> runtime) {
            return new MailOutboxEndpoint(
                    outbox, runtime.getIfAvailable(MailRuntime::shared).timekeeper());
        }
    }
}

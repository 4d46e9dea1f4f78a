/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.runtime.MailRuntime;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/**
 * Auto-configuration of what tells how mail fares: application events, and, where Micrometer and the actuator are there,
 * meters {@code resilience4mail.*}, the health {@code mailDelivery} and the endpoint {@code mail}. Each
 * {@link DeliveryListener} bean hears of everything that goes through the runtime of the application.
 */
@AutoConfiguration(after = {MailRetryAutoConfiguration.class, MailAsyncAutoConfiguration.class})
@ConditionalOnClass(
        name = {"org.springframework.mail.javamail.JavaMailSenderImpl", "org.eclipse.angus.mail.smtp.SMTPTransport"})
@Conditional(Switch.On.class)
public final class MailObservabilityAutoConfiguration {

    /** Called by Spring. */
    MailObservabilityAutoConfiguration() {}

    @Bean
    static RuntimeListener mailRuntimeListener(
            ObjectProvider<MailRuntime> runtime, ObjectProvider<DeliveryListener> listeners) {
        List<DeliveryListener> present = listeners.orderedStream().toList();
        return new RuntimeListener(runtime.getIfAvailable(MailRuntime::shared), present);
    }

    @Bean
    static DeliveryListener mailEventPublisher(ApplicationEventPublisher publisher) {
        return publisher::publishEvent;
    }

    @Bean
    static ServerStates mailServerStates() {
        return new ServerStates();
    }

    /** Meters. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class Meters {

        @Bean
        static MailMeters mailMeters() {
            return new MailMeters();
        }

        @Bean
        static LaneMeters mailLaneMeters(ObjectProvider<AsyncMailSender> async) {
            return new LaneMeters(
                    () -> async.stream()
                            .flatMap(sender -> sender.destinations().stream())
                            .toList(),
                    () -> async.stream().mapToInt(AsyncMailSender::pending).sum());
        }
    }

    /** Health, for Boot 3.5. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.mail-delivery.enabled", matchIfMissing = true)
    static class Boot3Health {

        @Bean
        @ConditionalOnMissingBean(name = "mailDeliveryHealthIndicator")
        static Boot3MailHealth mailDeliveryHealthIndicator(ServerStates states) {
            return new Boot3MailHealth(states);
        }
    }

    /** Health, for Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @ConditionalOnBooleanProperty(name = "management.health.mail-delivery.enabled", matchIfMissing = true)
    static class Boot4Health {

        @Bean
        @ConditionalOnMissingBean(name = "mailDeliveryHealthIndicator")
        static Boot4MailHealth mailDeliveryHealthIndicator(ServerStates states) {
            return new Boot4MailHealth(states);
        }
    }

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class ActuatorEndpoint {

        @Bean
        @ConditionalOnAvailableEndpoint(endpoint = MailEndpoint.class)
        @ConditionalOnMissingBean
        static MailEndpoint mailEndpoint(
                ServerStates states, ObjectProvider<MailRuntime> runtime, ObjectProvider<AsyncMailSender> async) {
            return new MailEndpoint(states, runtime.getIfAvailable(MailRuntime::shared), () -> async.stream()
                    .flatMap(sender -> sender.destinations().stream())
                    .toList());
        }
    }
}

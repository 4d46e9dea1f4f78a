/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.DeliveryEnded;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.util.ReflectionUtils;

/** What an application tells of its mail: meters, health, endpoint, events. */
class ObservabilityTest {

    private final MailRuntime runtime = MailRuntime.with(new FakeTimekeeper());

    private ApplicationContextRunner applicationFor(ScriptedSmtpServer server) {
        return Contexts.withSenderTo(server)
                .withConfiguration(AutoConfigurations.of(MailObservabilityAutoConfiguration.class))
                .withBean(MailRuntime.class, () -> runtime)
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    private static ScriptedSmtpServer serverWithLogin() {
        return ScriptedSmtpServer.builder().user("shop", "right").requireAuth().start();
    }

    private static void send(ApplicationContext context, String to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo(to);
        message.setText("The body of the test.\n");
        context.getBean(JavaMailSender.class).send(message);
    }

    /** Its type is another one on Boot 3 and Boot 4. */
    private static String health(ApplicationContext context) {
        Object indicator = context.getBean("mailDeliveryHealthIndicator");
        Method method = ReflectionUtils.findMethod(indicator.getClass(), "health");
        ReflectionUtils.makeAccessible(method);
        return String.valueOf(ReflectionUtils.invokeMethod(method, indicator));
    }

    @Test
    void countsAttemptsOutcomesAndDelays() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                SimpleMeterRegistry registry = new SimpleMeterRegistry();
                context.getBean(MailMeters.class).bindTo(registry);
                send(context, "a@rcv.example");
                assertThatThrownBy(() -> send(context, "gone@rcv.example"))
                        .isInstanceOf(MailDeliveryFailedException.class);
                assertThat(registry.get("resilience4mail.attempts")
                                .tag("decision", "retry")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.get("resilience4mail.attempts")
                                .tag("acceptance", "yes")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.get("resilience4mail.recipients")
                                .tags("outcome", "given_up", "reason", "unknown_recipient")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.get("resilience4mail.delays").timer().count())
                        .isEqualTo(1);
                assertThat(registry.get("resilience4mail.attempts.duration")
                                .timer()
                                .count())
                        .isEqualTo(3);
                assertThat(registry.get("resilience4mail.attempts.active")
                                .gauge()
                                .value())
                        .isZero();
                assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.toString())
                        .doesNotContain("@"));
            });
        }
    }

    @Test
    void isDownWhileAPasswordIsRefusedAndUpAgainOnceMailGoesThrough() {
        try (var server = serverWithLogin()) {
            applicationFor(server)
                    .withPropertyValues(
                            "spring.mail.username=shop",
                            "spring.mail.password=hunter2",
                            "spring.mail.properties.mail.smtp.auth=true")
                    .run(context -> {
                        assertThat(health(context)).contains("UP");
                        assertThatThrownBy(() -> send(context, "a@rcv.example"))
                                .isInstanceOf(MailAuthenticationException.class);
                        int connections = server.connections();
                        assertThat(health(context))
                                .contains("DOWN", "mail-" + server.host() + ":" + server.port(), "AUTH_FAILED")
                                .contains("password");
                        assertThat(server.connections()).isEqualTo(connections);
                        context.getBean(JavaMailSenderImpl.class).setPassword("right");
                        send(context, "a@rcv.example");
                        assertThat(health(context)).contains("UP");
                    });
        }
    }

    @Test
    void staysUpWhenOneRecipientIsRefused() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                assertThatThrownBy(() -> send(context, "a@rcv.example"))
                        .isInstanceOf(MailDeliveryFailedException.class);
                assertThat(health(context)).contains("UP");
            });
        }
    }

    @Test
    void showsRefusedLoginsAtTheEndpointAndForgetsThemOnDemand() {
        try (var server = serverWithLogin()) {
            applicationFor(server)
                    .withPropertyValues(
                            "spring.mail.username=shop",
                            "spring.mail.password=hunter2",
                            "spring.mail.properties.mail.smtp.auth=true")
                    .run(context -> {
                        MailEndpoint endpoint = context.getBean(MailEndpoint.class);
                        assertThat(endpoint.overview().servers()).isEmpty();
                        assertThatThrownBy(() -> send(context, "a@rcv.example"))
                                .isInstanceOf(MailAuthenticationException.class);
                        String name = server.host() + ":" + server.port();
                        assertThat(endpoint.overview().refusedLogins()).containsOnlyKeys("shop@" + name);
                        assertThat(endpoint.overview()
                                        .servers()
                                        .get("mail-" + name)
                                        .problem())
                                .startsWith("AUTH_FAILED: ");
                        assertThat(endpoint.overview().toString()).doesNotContain("hunter2");
                        endpoint.reset();
                        assertThat(endpoint.overview().refusedLogins()).isEmpty();
                        assertThat(health(context)).contains("UP");
                        assertThatThrownBy(() -> send(context, "a@rcv.example"))
                                .isInstanceOf(MailAuthenticationException.class);
                        assertThat(server.logins()).isEqualTo(2);
                    });
        }
    }

    @Test
    void observesEachSending() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(registry));
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server)
                    .withBean(ObservationRegistry.class, () -> observations)
                    .run(context -> {
                        send(context, "a@rcv.example");
                        assertThatThrownBy(() -> send(context, "gone@rcv.example"))
                                .isInstanceOf(MailDeliveryFailedException.class);
                        assertThat(registry.get("resilience4mail.send")
                                        .tags("error", "none", "server", server.host() + ":" + server.port())
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                        assertThat(registry.get("resilience4mail.send")
                                        .tag("error", "MailDeliveryFailedException")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                    });
        }
    }

    @Test
    void publishesEventsUntilTheContextIsClosed() {
        List<DeliveryEvent> heard = new ArrayList<>();
        try (var server = ScriptedSmtpServer.builder().start()) {
            applicationFor(server).run(context -> {
                context.getSourceApplicationContext().addApplicationListener(event -> {
                    if (event instanceof PayloadApplicationEvent<?> payload
                            && payload.getPayload() instanceof DeliveryEvent delivery) {
                        heard.add(delivery);
                    }
                });
                assertThat(runtime.listeners().isEmpty()).isFalse();
                send(context, "a@rcv.example");
            });
        }
        assertThat(heard).hasAtLeastOneElementOfType(DeliveryEnded.class);
        assertThat(runtime.listeners().isEmpty()).isTrue();
    }

    @Test
    void needsNeitherMicrometerNorTheActuator() {
        Contexts.withSender()
                .withConfiguration(AutoConfigurations.of(MailObservabilityAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(
                        "io.micrometer.core", "org.springframework.boot.actuate", "org.springframework.boot.health"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MailMeters.class)
                        .doesNotHaveBean(MailEndpoint.class)
                        .doesNotHaveBean("mailDeliveryHealthIndicator"));
    }

    @Test
    void isNotThereWhenSwitchedOff() {
        Contexts.withSender()
                .withConfiguration(AutoConfigurations.of(MailObservabilityAutoConfiguration.class))
                .withPropertyValues("resilience4mail.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ServerStates.class));
    }
}

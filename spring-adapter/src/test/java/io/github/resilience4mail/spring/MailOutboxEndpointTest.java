/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.resilience4mail.outbox.OutboxAttempt;
import io.github.resilience4mail.outbox.OutboxParking;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.spring.MailOutboxEndpoint.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;
import org.springframework.boot.actuate.endpoint.invoke.reflect.OperationMethod;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.util.ReflectionUtils;

/** The actuator endpoint and the meters of the outbox. */
class MailOutboxEndpointTest {

    @TempDir
    private Path directory = Path.of("");

    private ApplicationContextRunner application(ScriptedSmtpServer server) {
        return Contexts.withSenderTo(server)
                .withConfiguration(AutoConfigurations.of(MailOutboxAutoConfiguration.class))
                .withBean(MailRuntime.class, () -> MailRuntime.with(Timekeeper.system()))
                .withBean(
                        DataSource.class,
                        () -> JdbcConnectionPool.create(
                                "jdbc:h2:file:" + directory.resolve("mail") + ";REUSE_SPACE=FALSE", "sa", ""),
                        definition -> definition.setDestroyMethodName("dispose"))
                .withPropertyValues(
                        "management.endpoints.web.exposure.include=*",
                        "resilience4mail.outbox.enabled=true",
                        "resilience4mail.outbox.initialize-schema=true",
                        "resilience4mail.outbox.sweep=100ms");
    }

    private static void send(ApplicationContext context, String... to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("shop@client.example");
        message.setTo(to);
        message.setText("The body of the test.\n");
        context.getBean(JavaMailSender.class).send(message);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Timekeeper.system().sleep(Duration.ofMillis(20));
        }
    }

    private static List<OutboxRecipient> all(MailOutboxEndpoint endpoint) {
        return endpoint.overview(null, null, null, null).recipients();
    }

    @Test
    void showsTheQueueAndTakesEveryAction() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        MailOutboxEndpoint endpoint = context.getBean(MailOutboxEndpoint.class);
                        send(context, "a@rcv.example", "b@rcv.example");
                        long id = all(endpoint).get(0).id();
                        assertThat(endpoint.change(id, Action.PARK).changed()).isEqualTo(1);
                        assertThat(endpoint.change(id, Action.PARK).changed()).isZero();
                        assertThat(endpoint.overview(OutboxState.PARKED, null, null, null)
                                        .recipients())
                                .hasSize(1);
                        assertThat(endpoint.overview(null, null, id, 1).recipients())
                                .extracting(OutboxRecipient::address)
                                .containsExactly("b@rcv.example");
                        assertThat(endpoint.overview(null, null, null, null).depth())
                                .extracting(MailOutboxEndpoint.Depth::state)
                                .containsExactly(OutboxState.PARKED, OutboxState.QUEUED);
                        assertThat(endpoint.change(id, Action.RELEASE).changed())
                                .isEqualTo(1);
                        assertThat(endpoint.change(id, Action.RETRY).changed()).isEqualTo(1);
                        assertThat(endpoint.change(id, Action.CANCEL).changed()).isEqualTo(1);
                        assertThat(endpoint.show(id).recipient().state()).isEqualTo(OutboxState.CANCELLED);
                        assertThat(endpoint.show(-1)).isNull();

                        assertThat(endpoint.changeAll(Action.PARK, null).changed())
                                .isEqualTo(1);
                        assertThat(endpoint.changeAll(Action.PARK, "rcv.example")
                                        .changed())
                                .isEqualTo(1);
                        assertThat(endpoint.overview(null, null, null, null).parked())
                                .extracting(OutboxParking::destination)
                                .containsExactlyInAnyOrder("*", "rcv.example");
                        assertThat(endpoint.changeAll(Action.PROBE, null).changed())
                                .isEqualTo(1);
                        assertThat(endpoint.changeAll(Action.RELEASE, null).changed())
                                .isZero();
                        assertThat(endpoint.changeAll(Action.RELEASE, "rcv.example")
                                        .changed())
                                .isEqualTo(1);
                        assertThat(endpoint.changeAll(Action.RETRY, null).changed())
                                .isZero();

                        assertThat(endpoint.purge(Duration.ofDays(1)).changed()).isZero();
                        Timekeeper.system().sleep(Duration.ofMillis(2));
                        assertThat(endpoint.purge(Duration.ZERO).changed()).isEqualTo(1);
                    });
        }
    }

    @Test
    void showsRepliesAndVerdictsOfARecipient() {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.RCPT,
                        Occurrence.every(),
                        io.github.resilience4mail.testkit.Action.reply("550 5.1.1 No such user"))
                .start()) {
            application(server).run(context -> {
                MailOutboxEndpoint endpoint = context.getBean(MailOutboxEndpoint.class);
                send(context, "gone@rcv.example");
                until(() -> all(endpoint).get(0).state() == OutboxState.GIVEN_UP);
                MailOutboxEndpoint.Details details =
                        endpoint.show(all(endpoint).get(0).id());
                assertThat(details.attempts())
                        .extracting(OutboxAttempt::reply, OutboxAttempt::reason)
                        .containsExactly(tuple("550 5.1.1 No such user", "UNKNOWN_RECIPIENT"));
            });
        }
    }

    @Test
    void aRequestThatMakesNoSenseIsRefusedWithTheCure() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server).run(context -> {
                MailOutboxEndpoint endpoint = context.getBean(MailOutboxEndpoint.class);
                assertThatThrownBy(() -> endpoint.overview(null, null, null, 0))
                        .isInstanceOf(InvalidEndpointRequestException.class)
                        .hasMessageContaining("1 to 1000");
                assertThatThrownBy(() -> endpoint.changeAll(Action.CANCEL, null))
                        .isInstanceOf(InvalidEndpointRequestException.class);
                assertThatThrownBy(() -> endpoint.change(1, Action.PROBE))
                        .isInstanceOf(InvalidEndpointRequestException.class);
                assertThatThrownBy(() -> endpoint.purge(Duration.ofDays(-1)))
                        .isInstanceOf(InvalidEndpointRequestException.class);
            });
        }
    }

    /** What Boot itself makes of the annotations: it is not the same class on Boot 3 and Boot 4. */
    private static List<String> mandatory(String name) throws Exception {
        Method method = Arrays.stream(MailOutboxEndpoint.class.getDeclaredMethods())
                .filter(m -> m.getName().equals(name))
                .findFirst()
                .orElseThrow();
        Constructor<?> constructor = OperationMethod.class.getDeclaredConstructors()[0];
        Predicate<Parameter> none = parameter -> false;
        ReflectionUtils.makeAccessible(constructor);
        Object made = constructor.getParameterCount() == 2
                ? constructor.newInstance(method, OperationType.READ)
                : constructor.newInstance(method, OperationType.READ, none);
        OperationParameters parameters = ((OperationMethod) made).getParameters();
        return parameters.stream()
                .filter(OperationParameter::isMandatory)
                .map(OperationParameter::getName)
                .toList();
    }

    @Test
    void whatARequestMayLeaveOutItMayLeaveOut() throws Exception {
        assertThat(mandatory("overview")).isEmpty();
        assertThat(mandatory("changeAll")).containsExactly("action");
        assertThat(mandatory("change")).containsExactly("id", "action");
        assertThat(mandatory("purge")).containsExactly("retention");
    }

    @Test
    void metersTellDepthAgeAndThroughput() {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.RCPT,
                        Occurrence.every().to("gone@rcv.example"),
                        io.github.resilience4mail.testkit.Action.reply("550 5.1.1 No such user"))
                .start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        SimpleMeterRegistry registry = new SimpleMeterRegistry();
                        send(context, "a@rcv.example", "gone@rcv.example");
                        context.getBean(OutboxMeters.class).bindTo(registry);
                        assertThat(registry.get("resilience4mail.outbox.depth")
                                        .tag("state", "queued")
                                        .gauge()
                                        .value())
                                .isEqualTo(2);
                        assertThat(registry.get("resilience4mail.outbox.oldest")
                                        .tag("state", "queued")
                                        .timeGauge()
                                        .value())
                                .isBetween(0.0, 60.0);
                        assertThat(registry.get("resilience4mail.outbox.destination.depth")
                                        .tag("destination", server.host() + ":" + server.port())
                                        .tag("state", "queued")
                                        .gauge()
                                        .value())
                                .isEqualTo(2);
                        context.getBean(OutboxLifecycle.class).start();
                        until(() -> registry.find("resilience4mail.outbox.settled").timers().stream()
                                        .mapToLong(timer -> timer.count())
                                        .sum()
                                == 2);
                        assertThat(registry.get("resilience4mail.outbox.settled")
                                        .tag("outcome", "given_up")
                                        .tag("reason", "unknown_recipient")
                                        .timer()
                                        .count())
                                .isEqualTo(1);
                    });
        }
    }

    @Test
    void withoutMicrometerAndTheActuatorMailIsKeptAllTheSame() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withClassLoader(new FilteredClassLoader("io.micrometer.core", "org.springframework.boot.actuate"))
                    .run(context -> {
                        send(context, "a@rcv.example");
                        until(() -> server.acceptedCount() == 1);
                        assertThat(context).doesNotHaveBean("outboxMeters").doesNotHaveBean("mailOutboxEndpoint");
                    });
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import io.github.resilience4mail.time.Timekeeper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.mail.Message.RecipientType;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mail for which nobody waits. */
class AsyncMailSenderTest {

    private static ApplicationContextRunner applicationFor(ScriptedSmtpServer server, Timekeeper timekeeper) {
        return Contexts.withSenderTo(server)
                .withConfiguration(AutoConfigurations.of(
                        MailAsyncAutoConfiguration.class, MailObservabilityAutoConfiguration.class))
                .withBean(MailRuntime.class, () -> MailRuntime.with(timekeeper))
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    private static ApplicationContextRunner applicationFor(ScriptedSmtpServer server) {
        return applicationFor(server, new FakeTimekeeper());
    }

    private static SimpleMailMessage message(String to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo(to);
        message.setText("The body of the test.\n");
        return message;
    }

    private static DeliveryReport reportOf(CompletableFuture<DeliveryReport> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    @Test
    void endsInAReportAfterRetries() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .start()) {
            applicationFor(server).run(context -> {
                AsyncMailSender sender = context.getBean(AsyncMailSender.class);
                assertThat(reportOf(sender.send(message("a@rcv.example"))).isDelivered())
                        .isTrue();
                assertThat(server.acceptedCount()).isEqualTo(1);
                assertThat(sender.pending()).isZero();
            });
        }
    }

    @Test
    void reportsARefusalAndThrowsNothing() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                DeliveryReport report =
                        reportOf(context.getBean(AsyncMailSender.class).send(mime -> {
                            mime.setFrom("sender@client.example");
                            mime.setRecipients(RecipientType.TO, "gone@rcv.example");
                            mime.setText("The body of the test.\n");
                        }));
                assertThat(report.isDelivered()).isFalse();
                assertThat(report.toString()).contains("UNKNOWN_RECIPIENT");
            });
        }
    }

    @Test
    void throwsWhatAPreparatorThrowsAsSpringDoes() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            applicationFor(server).run(context -> assertThatExceptionOfType(MailPreparationException.class)
                    .isThrownBy(() -> context.getBean(AsyncMailSender.class).send(mime -> {
                        throw new IOException("no template");
                    })));
        }
    }

    @Test
    void logsInAsTheSenderDoesAndHearsOfANewPassword() {
        try (var server =
                ScriptedSmtpServer.builder().user("shop", "right").requireAuth().start()) {
            applicationFor(server)
                    .withPropertyValues("spring.mail.username=shop", "spring.mail.password=wrong")
                    .run(context -> {
                        AsyncMailSender sender = context.getBean(AsyncMailSender.class);
                        assertThat(reportOf(sender.send(message("a@rcv.example")))
                                        .toString())
                                .contains("AUTH_FAILED")
                                .doesNotContain("wrong");
                        context.getBean(JavaMailSenderImpl.class).setPassword("right");
                        assertThat(reportOf(sender.send(message("b@rcv.example")))
                                        .isDelivered())
                                .isTrue();
                    });
        }
    }

    @Test
    void logsInAgainWhenSomebodyHasRepairedTheAccountAtTheServer() {
        try (var server = ScriptedSmtpServer.builder()
                .user("shop", "right")
                .on(SmtpPhase.AUTH, Occurrence.first(), Action.reply("535 5.7.8 Account locked"))
                .start()) {
            applicationFor(server)
                    .withPropertyValues("spring.mail.username=shop", "spring.mail.password=right")
                    .run(context -> {
                        AsyncMailSender sender = context.getBean(AsyncMailSender.class);
                        assertThat(reportOf(sender.send(message("a@rcv.example")))
                                        .isDelivered())
                                .isFalse();
                        context.getBean(MailEndpoint.class).reset();
                        assertThat(reportOf(sender.send(message("b@rcv.example")))
                                        .isDelivered())
                                .isTrue();
                    });
        }
    }

    @Test
    void waitsForWhatWasTakenInWhenTheApplicationStops() {
        AtomicReference<CompletableFuture<DeliveryReport>> last = new AtomicReference<>();
        AtomicReference<AsyncMailSender> closed = new AtomicReference<>();
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .start()) {
            applicationFor(server).run(context -> {
                AsyncMailSender sender = context.getBean(AsyncMailSender.class);
                for (int i = 0; i < 20; i++) {
                    last.set(sender.send(message("a" + i + "@rcv.example")));
                }
                closed.set(sender);
            });
            assertThat(last.get()).isDone();
            assertThat(server.acceptedCount()).isEqualTo(20);
        }
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> closed.get().send(message("late@rcv.example")))
                .withMessageContaining("send before the context is closed");
    }

    @Test
    void reportsAsDeferredWhatTheGracefulPeriodIsTooShortFor() throws Exception {
        AtomicReference<CompletableFuture<DeliveryReport>> busy = new AtomicReference<>();
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("450 4.2.0 Greylisted, try again in 300 seconds"))
                .start()) {
            // real time: nobody waits five minutes for this
            applicationFor(server, Timekeeper.system())
                    .withConfiguration(AutoConfigurations.of(LifecycleAutoConfiguration.class))
                    .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=100ms")
                    .run(context ->
                            busy.set(context.getBean(AsyncMailSender.class).send(message("a@rcv.example"))));
        }
        assertThat(reportOf(busy.get()).toString()).contains("DEFERRED");
    }

    @Test
    void showsItsDestinationsAtTheEndpointAndAsMeters() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            applicationFor(server)
                    .withPropertyValues(
                            "resilience4mail.async.throttle-by=recipient-domain", "resilience4mail.async.lanes=3")
                    .run(context -> {
                        SimpleMeterRegistry registry = new SimpleMeterRegistry();
                        context.getBean(LaneMeters.class).bindTo(registry);
                        AsyncMailSender sender = context.getBean(AsyncMailSender.class);
                        assertThat(sender.destinations()).isEmpty();
                        reportOf(sender.send(message("a@rcv.example")));
                        assertThat(context.getBean(MailEndpoint.class)
                                        .overview()
                                        .destinations())
                                .containsOnlyKeys("rcv.example")
                                .hasEntrySatisfying("rcv.example", limits -> assertThat(limits.laneLimit())
                                        .isBetween(1, 3));
                        assertThat(registry.get("resilience4mail.throttle.destinations")
                                        .gauge()
                                        .value())
                                .isEqualTo(1);
                        assertThat(registry.get("resilience4mail.async.pending")
                                        .gauge()
                                        .value())
                                .isZero();
                        assertThat(registry.getMeters().toString()).doesNotContain("rcv.example");
                    });
        }
    }

    @Test
    void triesOnceWhenSwitchedOff() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Try again"))
                .start()) {
            applicationFor(server)
                    .withPropertyValues("resilience4mail.enabled=false")
                    .run(context -> {
                        DeliveryReport report =
                                reportOf(context.getBean(AsyncMailSender.class).send(message("a@rcv.example")));
                        assertThat(report.isDelivered()).isFalse();
                        assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
                    });
        }
    }

    @Test
    void isThereOnceForTheOneOrThePrimarySenderAndGivesWayToTheUsers() {
        Contexts.withSender()
                .withConfiguration(AutoConfigurations.of(MailAsyncAutoConfiguration.class))
                .run(context -> assertThat(context).hasSingleBean(AsyncMailSender.class));
        Contexts.withoutSender()
                .withConfiguration(AutoConfigurations.of(MailAsyncAutoConfiguration.class))
                .withBean("one", JavaMailSenderImpl.class)
                .withBean("two", JavaMailSenderImpl.class)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(AsyncMailSender.class));
        AsyncMailSender users = new AsyncMailSender(new JavaMailSenderImpl(), UnaryOperator.identity());
        Contexts.withSender()
                .withConfiguration(AutoConfigurations.of(MailAsyncAutoConfiguration.class))
                .withBean("users", AsyncMailSender.class, () -> users)
                .run(context ->
                        assertThat(context.getBean(AsyncMailSender.class)).isSameAs(users));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;

/** A {@link JavaMailSender} that Boot made, and a server. */
class SendTest {

    private final FakeTimekeeper time = new FakeTimekeeper();

    private ApplicationContextRunner applicationFor(ScriptedSmtpServer server) {
        return Contexts.withSenderTo(server).withBean(MailRuntime.class, () -> MailRuntime.with(time));
    }

    private static ScriptedSmtpServer serverThatSays(String reply, Occurrence occurrence) {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, occurrence, Action.reply(reply))
                .start();
    }

    private static SimpleMailMessage message(String... to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo(to);
        message.setSubject("A test");
        message.setText("The body of the test.\n");
        return message;
    }

    @Test
    void survivesA451AtRcptThatIsGoneTheNextTime() {
        try (var server = serverThatSays("451 4.3.0 Try again", Occurrence.first())) {
            applicationFor(server).run(context -> {
                context.getBean(JavaMailSender.class).send(message("b@rcv.example"));
                assertThat(server.acceptedCount()).isEqualTo(1);
                assertThat(time.waits()).singleElement().satisfies(wait -> assertThat(wait)
                        .isBetween(Duration.ofSeconds(1), Duration.ofMillis(1200)));
            });
        }
    }

    @Test
    void waitsAsThePropertiesSay() {
        try (var server = serverThatSays("451 4.3.0 Try again", Occurrence.first())) {
            applicationFor(server)
                    .withPropertyValues("resilience4mail.quick-retries=4s", "resilience4mail.jitter=0")
                    .run(context -> {
                        context.getBean(JavaMailSender.class).send(message("b@rcv.example"));
                        assertThat(time.waits()).containsExactly(Duration.ofSeconds(4));
                    });
        }
    }

    @Test
    void waitsAsTheMailPropertiesSayIfTheySayOtherwise() {
        try (var server = serverThatSays("451 4.3.0 Try again", Occurrence.first())) {
            applicationFor(server)
                    .withPropertyValues(
                            "resilience4mail.quick-retries=4s",
                            "resilience4mail.jitter=0",
                            "spring.mail.properties.mail.smtp.retry.quick=7s")
                    .run(context -> {
                        context.getBean(JavaMailSender.class).send(message("b@rcv.example"));
                        assertThat(time.waits()).containsExactly(Duration.ofSeconds(7));
                    });
        }
    }

    @Test
    void throwsSpringsExceptionWithTheReportAndTheTextToActOnAfterA550() {
        try (var server = serverThatSays("550 5.1.1 No such user here", Occurrence.every())) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                MailSendException failure =
                        catchThrowableOfType(MailSendException.class, () -> sender.send(message("b@rcv.example")));
                assertThat(failure)
                        .hasMessageContaining("550 5.1.1 No such user here")
                        .hasMessageContaining("GIVEN_UP b@rcv.example");
                assertThat(failure.getMessageExceptions())
                        .singleElement()
                        .isInstanceOfSatisfying(MailDeliveryException.class, cause -> assertThat(
                                        cause.getReport().with(Outcome.GIVEN_UP))
                                .hasSize(1));
                assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(1);
                assertThat(time.waits()).isEmpty();
            });
        }
    }

    @Test
    void doesNotRetryWhenSwitchedOff() {
        try (var server = serverThatSays("451 4.3.0 Try again", Occurrence.first())) {
            applicationFor(server)
                    .withPropertyValues("resilience4mail.enabled=false")
                    .run(context -> {
                        JavaMailSender sender = context.getBean(JavaMailSender.class);
                        assertThatThrownBy(() -> sender.send(message("b@rcv.example")))
                                .isInstanceOf(MailSendException.class);
                        assertThat(server.acceptedCount()).isZero();
                        sender.send(message("b@rcv.example"));
                        assertThat(server.acceptedCount()).isEqualTo(1);
                    });
        }
    }
}

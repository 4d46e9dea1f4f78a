/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mail.MailSendException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Spring without Boot. */
class PlainSpringTest {

    private static final MailRetryPolicy QUICK = MailRetryPolicy.builder()
            .quickRetries(List.of(Duration.ofMillis(10)))
            .build();

    // tag::plain[]
    @Configuration
    static class MailConfiguration {

        @Bean
        static BeanPostProcessor retryingMail() {
            return RetryingMailSenders.postProcessor(MailRetryPolicy.defaults());
        }

        @Bean
        JavaMailSenderImpl mailSender() {
            return new JavaMailSenderImpl(); // and whatever else it needs
        }
    }
    // end::plain[]

    private static final class ProvidersMailSender implements MailSender {

        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void send(SimpleMailMessage... messages) {
            if (calls.incrementAndGet() == 1) {
                throw new MailSendException("451 4.3.0 Try again");
            }
        }
    }

    /** An application that sends by a provider's API. */
    @Configuration
    static class ProvidersConfiguration {

        // tag::wrapped[]
        @Bean
        MailSender providersMailSender() {
            return RetryingMailSenders.retrying(new ProvidersMailSender(), MailRetryPolicy.defaults());
        }
        // end::wrapped[]
    }

    @Test
    void retriesWhatIsNotJavaMail() {
        try (var context = new AnnotationConfigApplicationContext(ProvidersConfiguration.class)) {
            assertThatCode(() -> context.getBean(MailSender.class).send(message()))
                    .doesNotThrowAnyException();
        }
    }

    private static SimpleMailMessage message() {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo("a@rcv.example");
        message.setText("The body of the test.\n");
        return message;
    }

    private static ScriptedSmtpServer busyOnce() {
        return ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
                .start();
    }

    @Test
    void retriesWithOneBean() {
        try (var server = busyOnce();
                var context = new AnnotationConfigApplicationContext(MailConfiguration.class)) {
            JavaMailSenderImpl settings = context.getBean(JavaMailSenderImpl.class);
            settings.setHost(server.host());
            settings.setPort(server.port());
            context.getBean(JavaMailSender.class).send(message());
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void retriesWithoutAContext() {
        try (var server = busyOnce()) {
            JavaMailSenderImpl plain = new JavaMailSenderImpl();
            plain.setHost(server.host());
            plain.setPort(server.port());
            JavaMailSenderImpl sender = RetryingMailSenders.retrying(plain, QUICK);
            sender.send(message());
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void saysSoIfNothingCanStandBeforeASender() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryingMailSenders.retrying(new FinalSender(), QUICK))
                .withMessageContaining("final");
    }

    @Test
    void leavesTheExceptionsOfAFinalSenderToSpring() {
        JavaMailSenderImpl sender = new FinalSender();
        assertThat(RetryingMailSenders.postProcessor(QUICK).postProcessAfterInitialization(sender, "sender"))
                .isSameAs(sender);
        assertThat(sender.getSession().getProperties()).containsEntry("mail.smtp.retry.policy", QUICK);
        assertThatThrownBy(() -> sender.send(new SimpleMailMessage())).isNotNull();
    }

    static final class FinalSender extends JavaMailSenderImpl {}
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessagePreparator;

/** Which messages have failed, and with what: exactly those, where Spring's own sender loses or adds some. */
class ExactSendTest {

    private static final String NO_RETRY = "resilience4mail.deadline=0";

    private ApplicationContextRunner applicationFor(ScriptedSmtpServer server) {
        return Contexts.withSenderTo(server)
                .withBean(MailRuntime.class, () -> MailRuntime.with(new FakeTimekeeper()))
                .withPropertyValues(NO_RETRY);
    }

    private ApplicationContextRunner applicationWithLoginFor(ScriptedSmtpServer server) {
        return applicationFor(server)
                .withPropertyValues(
                        "spring.mail.username=shop",
                        "spring.mail.password=secret",
                        "spring.mail.properties.mail.smtp.auth=true");
    }

    private static SimpleMailMessage simple(String... to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("sender@client.example");
        message.setTo(to);
        message.setSubject("A test");
        message.setText("The body of the test.\n");
        return message;
    }

    private static MimeMessage mime(JavaMailSender sender, String to) throws MessagingException {
        MimeMessage message = sender.createMimeMessage();
        message.setFrom("sender@client.example");
        message.setRecipients(MimeMessage.RecipientType.TO, to);
        message.setText("The body of the test.\n");
        return message;
    }

    private static MimeMessagePreparator preparator(String to) {
        return message -> {
            message.setFrom("sender@client.example");
            message.setRecipients(MimeMessage.RecipientType.TO, to);
            message.setText("The body of the test.\n");
        };
    }

    @Test
    void namesOfABatchThoseThatFailed() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                SimpleMailMessage gone = simple("gone@rcv.example");
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> sender.send(simple("a@rcv.example"), gone, simple("b@rcv.example")));
                assertThat(failure.getFailedMessages()).containsOnlyKeys(gone);
                assertThat(failure.getMessageExceptions()).singleElement().isInstanceOf(MailDeliveryException.class);
                assertThat(failure.getReports())
                        .extracting(DeliveryReport::isDelivered)
                        .containsExactly(true, false, true);
                assertThat(failure)
                        .hasMessageStartingWith("Failed messages: 1 of 3. Message <")
                        .hasMessageContaining("Correct the address")
                        .hasCause(failure.getMessageExceptions()[0]);
                assertThat(server.connections()).isEqualTo(1);
            });
        }
    }

    @Test
    void namesEachOfTwoEqualMessages() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> sender.send(simple("gone@rcv.example"), simple("gone@rcv.example")));
                assertThat(failure.getFailedMessages()).hasSize(1); // a map of Spring's, by equality
                assertThat(failure.getMessageExceptions()).hasSize(2).doesNotHaveDuplicates();
                assertThat(failure.getReports())
                        .extracting(DeliveryReport::messageId)
                        .hasSize(2)
                        .doesNotHaveDuplicates();
            });
        }
    }

    @Test
    void doesNotForgetWhatWasDeliveredWhenTheSecondLoginFails() {
        try (var server = secondLogin("454 4.7.0 Too many login attempts")) {
            applicationWithLoginFor(server).run(context -> {
                SimpleMailMessage first = simple("a@rcv.example");
                SimpleMailMessage second = simple("b@rcv.example");
                SimpleMailMessage third = simple("c@rcv.example");
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> context.getBean(JavaMailSender.class).send(first, second, third));
                assertThat(failure.getFailedMessages()).containsOnlyKeys(second, third);
                assertThat(MailFailure.of(failure).orElseThrow().phase()).isEqualTo(SmtpPhase.AUTH);
                assertThat(failure.getReports())
                        .singleElement()
                        .extracting(DeliveryReport::isDelivered)
                        .isEqualTo(true);
                assertThat(server.acceptedCount()).isEqualTo(1);
            });
        }
    }

    @Test
    void doesNotForgetItWhenThePasswordIsRefusedEither() {
        try (var server = secondLogin("535 5.7.8 Bad credentials")) {
            applicationWithLoginFor(server).run(context -> {
                SimpleMailMessage second = simple("b@rcv.example");
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> context.getBean(JavaMailSender.class).send(simple("a@rcv.example"), second));
                assertThat(failure.getFailedMessages()).containsOnlyKeys(second);
                assertThat(MailFailure.of(failure).orElseThrow().verdict().reason())
                        .isEqualTo(Reason.AUTH_FAILED);
            });
        }
    }

    /** The connection is lost behind the first message. */
    private static ScriptedSmtpServer secondLogin(String reply) {
        return ScriptedSmtpServer.builder()
                .user("shop", "secret")
                .requireAuth()
                .on(
                        SmtpPhase.END_OF_DATA,
                        Occurrence.first(),
                        Action.acceptThen(Action.reply("250 Ok").thenClose()))
                .on(SmtpPhase.AUTH, Occurrence.from(2), Action.reply(reply))
                .start();
    }

    @Test
    void callsARefusedPasswordAnAuthenticationFailureAndSaysWhatToDo() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.AUTH, Occurrence.every(), Action.reply("535 5.7.8 Bad credentials"))
                .user("shop", "secret")
                .requireAuth()
                .start()) {
            applicationWithLoginFor(server).run(context -> assertThatThrownBy(
                            () -> context.getBean(JavaMailSender.class).send(simple("a@rcv.example")))
                    .isInstanceOf(MailAuthenticationException.class)
                    .hasMessageContaining("535 5.7.8")
                    .hasMessageContaining("password"));
        }
    }

    @Test
    void callsABusyLoginNoAuthenticationFailure() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.AUTH, Occurrence.every(), Action.reply("454 4.7.0 Temporary authentication failure"))
                .user("shop", "secret")
                .requireAuth()
                .start()) {
            applicationWithLoginFor(server).run(context -> {
                SimpleMailMessage message = simple("a@rcv.example");
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> context.getBean(JavaMailSender.class).send(message));
                assertThat(failure.getFailedMessages()).containsOnlyKeys(message);
                assertThat(failure.getReports()).isEmpty();
                assertThat(MailFailure.of(failure).orElseThrow().retryAt()).isPresent();
            });
        }
    }

    @Test
    void takesALostGoodbyeForNoFailure() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.QUIT, Occurrence.every(), Action.reset())
                .start()) {
            applicationFor(server).run(context -> {
                context.getBean(JavaMailSender.class).send(simple("a@rcv.example"), simple("b@rcv.example"));
                assertThat(server.acceptedCount()).isEqualTo(2);
            });
        }
    }

    @Test
    void takesAReportOfSuccessForNoFailure() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            applicationFor(server)
                    .withPropertyValues("spring.mail.properties.mail.smtp.reportsuccess=true")
                    .run(context -> {
                        context.getBean(JavaMailSender.class).send(simple("a@rcv.example"));
                        assertThat(server.acceptedCount()).isEqualTo(1);
                    });
        }
    }

    @Test
    void keepsTheMessageIdOfASimpleMessageThatIsSentAgain() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.upTo(2), Action.reply("451 4.3.0 Try again"))
                .start()) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                SimpleMailMessage message = simple("a@rcv.example");
                String first = messageIdOfTheFailure(sender, message);
                assertThat(messageIdOfTheFailure(sender, message)).isEqualTo(first);
                sender.send(message);
                sender.send(message); // it was delivered, so this is another one
                assertThat(server.accepted())
                        .extracting(Accepted::messageId)
                        .hasSize(2)
                        .doesNotHaveDuplicates();
                assertThat(server.acceptedCount(first, "a@rcv.example")).isEqualTo(1);
            });
        }
    }

    @Test
    void givesAChangedMessageAnIdOfItsOwn() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.upTo(2), Action.reply("451 4.3.0 Try again"))
                .start()) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                SimpleMailMessage message = simple("a@rcv.example");
                String first = messageIdOfTheFailure(sender, message);
                message.setTo("b@rcv.example");
                assertThat(messageIdOfTheFailure(sender, message)).isNotEqualTo(first);
            });
        }
    }

    private static String messageIdOfTheFailure(JavaMailSender sender, SimpleMailMessage message) {
        return catchThrowableOfType(MailDeliveryFailedException.class, () -> sender.send(message))
                .getReports()
                .get(0)
                .messageId();
    }

    @Test
    void isExactForMimeMessagesAndPreparatorsToo() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                JavaMailSender sender = context.getBean(JavaMailSender.class);
                MimeMessage gone = mime(sender, "gone@rcv.example");
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class, () -> sender.send(mime(sender, "a@rcv.example"), gone));
                assertThat(failure.getFailedMessages()).containsOnlyKeys(gone);
                sender.send(mime(sender, "b@rcv.example"));
                sender.send(preparator("c@rcv.example"));
                var second = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> sender.send(preparator("gone@rcv.example"), preparator("d@rcv.example")));
                assertThat(second.getMessageExceptions()).hasSize(1);
                assertThat(server.acceptedCount()).isEqualTo(4);
            });
        }
    }

    @Test
    void keepsSpringsExceptionsForWhatCannotBePrepared() {
        Contexts.withSender().run(context -> {
            JavaMailSender sender = context.getBean(JavaMailSender.class);
            assertThatThrownBy(() -> sender.send((MimeMessagePreparator) message -> {
                        throw new IllegalStateException("no template");
                    }))
                    .isInstanceOf(MailPreparationException.class);
            assertThatThrownBy(() -> sender.send(simple("not an address"))).isInstanceOf(MailParseException.class);
        });
    }

    @Test
    void staysExactAndRetryingWhenTheUserReplacesTheMailProperties() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Try again"))
                .start()) {
            FakeTimekeeper time = new FakeTimekeeper();
            Contexts.withSenderTo(server)
                    .withBean(MailRuntime.class, () -> MailRuntime.with(time))
                    .withPropertyValues("resilience4mail.quick-retries=7s", "resilience4mail.jitter=0")
                    .run(context -> {
                        JavaMailSenderImpl sender = context.getBean(JavaMailSenderImpl.class);
                        sender.setJavaMailProperties(new Properties());
                        assertThatThrownBy(() -> sender.send(simple("a@rcv.example")))
                                .isInstanceOf(MailDeliveryFailedException.class);
                        assertThat(time.waits()).contains(java.time.Duration.ofSeconds(7));
                    });
        }
    }

    @Test
    void goesThroughTheUsersOwnSubclass() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            CountingSender own = new CountingSender(server);
            Contexts.withoutSender().withBean(CountingSender.class, () -> own).run(context -> {
                CountingSender sender = context.getBean(CountingSender.class);
                assertThatThrownBy(() -> sender.send(simple("gone@rcv.example"), simple("a@rcv.example")))
                        .isInstanceOf(MailDeliveryFailedException.class);
                assertThatThrownBy(() -> sender.send(simple("gone@rcv.example")))
                        .isExactlyInstanceOf(MailSendException.class);
                assertThat(own.batches).hasValue(2);
            });
        }
    }

    /** Counts, and has an overload of its own. */
    static class CountingSender extends JavaMailSenderImpl {

        private final AtomicInteger batches = new AtomicInteger();

        CountingSender(ScriptedSmtpServer server) {
            setHost(server.host());
            setPort(server.port());
        }

        @Override
        public void send(SimpleMailMessage message) {
            super.send(message);
        }

        @Override
        protected void doSend(MimeMessage[] messages, Object[] originals) {
            batches.incrementAndGet();
            super.doSend(messages, originals);
        }
    }

    @Test
    void keepsItsTextWhenItIsSerializedAndLosesTheReport() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"))
                .start()) {
            applicationFor(server).run(context -> {
                var failure = catchThrowableOfType(
                        MailDeliveryFailedException.class,
                        () -> context.getBean(JavaMailSender.class).send(simple("gone@rcv.example")));
                var copy = (MailDeliveryFailedException) org.springframework.util.SerializationUtils.deserialize(
                        org.springframework.util.SerializationUtils.serialize(failure));
                assertThat(copy).hasMessage(failure.getMessage());
                assertThatThrownBy(copy::getReports).isInstanceOf(IllegalStateException.class);
            });
        }
    }
}

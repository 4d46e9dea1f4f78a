/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxEvent;
import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxListener;
import io.github.resilience4mail.outbox.OutboxMessage;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxSchema;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMailMessage;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** {@code JavaMailSender.send} into the application's database. */
class MailOutboxAutoConfigurationTest {

    @TempDir
    private Path directory = Path.of("");

    private ApplicationContextRunner without(ScriptedSmtpServer server) {
        return Contexts.withSenderTo(server)
                .withConfiguration(AutoConfigurations.of(MailOutboxAutoConfiguration.class))
                .withBean(MailRuntime.class, () -> MailRuntime.with(Timekeeper.system()));
    }

    private ApplicationContextRunner application(ScriptedSmtpServer server) {
        return without(server)
                .withBean(DataSource.class, this::database, definition -> definition.setDestroyMethodName("dispose"))
                .withPropertyValues(
                        "resilience4mail.outbox.enabled=true",
                        "resilience4mail.outbox.initialize-schema=true",
                        "resilience4mail.outbox.sweep=100ms");
    }

    private DataSource database() {
        return JdbcConnectionPool.create("jdbc:h2:file:" + directory.resolve("mail") + ";REUSE_SPACE=FALSE", "sa", "");
    }

    private static TransactionTemplate transaction(ApplicationContext context) {
        return new TransactionTemplate(new DataSourceTransactionManager(context.getBean(DataSource.class)));
    }

    private static SimpleMailMessage message(String... to) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("shop@client.example");
        message.setTo(to);
        message.setText("The body of the test.\n");
        return message;
    }

    private static void send(ApplicationContext context, String... to) {
        context.getBean(JavaMailSender.class).send(message(to));
    }

    private static List<OutboxRecipient> rows(ApplicationContext context) {
        return context.getBean(MailOutbox.class).operations().list(OutboxFilter.all(), 0, 100);
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Timekeeper.system().sleep(Duration.ofMillis(20));
        }
    }

    @Test
    void whatIsCommittedIsSentAndWhatIsRolledBackIsNot() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server).run(context -> {
                transaction(context).executeWithoutResult(status -> {
                    send(context, "never@rcv.example");
                    status.setRollbackOnly();
                });
                transaction(context).executeWithoutResult(status -> {
                    send(context, "a@rcv.example");
                    send(context, "b@rcv.example");
                    assertThat(server.acceptedCount()).isZero();
                });
                until(() -> server.acceptedCount() == 2);
                until(() -> rows(context).stream().allMatch(row -> row.state() == OutboxState.DELIVERED));
                assertThat(server.accepted())
                        .extracting(Accepted::recipient)
                        .containsExactlyInAnyOrder("a@rcv.example", "b@rcv.example");
                assertThat(rows(context)).hasSize(2);
            });
        }
    }

    @Test
    void outcomesArePurgedByTheApplicationThatSendsOnceTheirRetentionIsOver() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        send(context, "a@rcv.example");
                        OutboxOperations operations =
                                context.getBean(MailOutbox.class).operations();
                        assertThat(operations.cancel(rows(context).get(0).id())).isTrue();
                    });
            application(server)
                    .withPropertyValues("resilience4mail.outbox.retention=1ms")
                    .run(context -> until(() -> rows(context).isEmpty()));
        }
    }

    @Test
    void withoutATransactionTheMessageIsKeptWhenSendReturns() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        send(context, "a@rcv.example", "b@rcv.example");
                        assertThat(rows(context))
                                .extracting(OutboxRecipient::state)
                                .containsExactly(OutboxState.QUEUED, OutboxState.QUEUED);
                        assertThat(server.connections()).isZero();
                    });
        }
    }

    @Test
    void whatAStoppedApplicationHasKeptTheNextOneSends() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> send(context, "a@rcv.example"));
            application(server).run(context -> until(() -> server.acceptedCount() == 1));
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void theDirectSenderTalksToTheServerWhileTheCallerWaits() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            application(server).run(context -> {
                JavaMailSender direct = context.getBean(OutboxMailSender.class).direct();
                transaction(context).executeWithoutResult(status -> {
                    direct.send(message("a@rcv.example"));
                    assertThat(server.acceptedCount()).isEqualTo(1);
                    assertThatThrownBy(() -> direct.send(message("gone@rcv.example")))
                            .isInstanceOf(MailDeliveryFailedException.class);
                });
                assertThat(rows(context)).isEmpty();
            });
        }
    }

    @Test
    void aPriorityAndAnIdempotencyKeyAreKeptInTheCallersTransaction() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        OutboxMailSender outbox = context.getBean(OutboxMailSender.class);
                        MimeMessage mime = context.getBean(JavaMailSender.class).createMimeMessage();
                        message("a@rcv.example").copyTo(new MimeMailMessage(mime));
                        OutboxMessage reset =
                                OutboxMessage.of(mime).withPriority(5).withIdempotencyKey("reset 4711");
                        transaction(context).executeWithoutResult(status -> {
                            assertThat(outbox.enqueue(reset)).isEqualTo(1);
                            assertThat(outbox.enqueue(reset)).isZero();
                        });
                        assertThat(rows(context)).singleElement().satisfies(row -> assertThat(row.priority())
                                .isEqualTo(5));
                    });
        }
    }

    @Test
    void aTransactionOfAnotherDatabaseIsRefusedAndNothingIsKept() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        JdbcConnectionPool other = JdbcConnectionPool.create("jdbc:h2:mem:other", "sa", "");
                        new TransactionTemplate(new DataSourceTransactionManager(other))
                                .executeWithoutResult(status -> assertThatThrownBy(() -> send(context, "a@rcv.example"))
                                        .isInstanceOf(IllegalTransactionStateException.class)
                                        .hasMessageContaining("transaction manager of that DataSource"));
                        other.dispose();
                        assertThat(rows(context)).isEmpty();
                    });
        }
    }

    /** As Hikari does it with {@code auto-commit=false}. */
    private DataSource withoutAutoCommit() {
        return new DelegatingDataSource(database()) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                connection.setAutoCommit(false);
                return connection;
            }
        };
    }

    @Test
    void aTransactionOfAnotherDatabaseIsRefusedWhereConnectionsBeginWithoutAutoCommit() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            without(server)
                    .withBean(DataSource.class, this::withoutAutoCommit)
                    .withPropertyValues(
                            "resilience4mail.outbox.enabled=true",
                            "resilience4mail.outbox.initialize-schema=true",
                            "resilience4mail.outbox.send=false")
                    .run(context -> {
                        JdbcConnectionPool other = JdbcConnectionPool.create("jdbc:h2:mem:other", "sa", "");
                        new TransactionTemplate(new DataSourceTransactionManager(other))
                                .executeWithoutResult(status -> {
                                    for (int i = 0; i < 2; i++) {
                                        assertThatThrownBy(() -> send(context, "a@rcv.example"))
                                                .isInstanceOf(IllegalTransactionStateException.class)
                                                .hasMessageContaining("transaction manager of that DataSource");
                                    }
                                });
                        other.dispose();
                        transaction(context).executeWithoutResult(status -> send(context, "b@rcv.example"));
                        send(context, "c@rcv.example");
                        assertThat(rows(context))
                                .extracting(OutboxRecipient::address)
                                .containsExactly("b@rcv.example", "c@rcv.example");
                    });
        }
    }

    @Test
    void whatCannotBeSentAtAllIsNamedAndTheRestIsKept() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        SimpleMailMessage nobody = new SimpleMailMessage();
                        nobody.setText("To whom?");
                        JavaMailSender sender = context.getBean(JavaMailSender.class);
                        assertThatThrownBy(() -> sender.send(message("a@rcv.example"), nobody))
                                .isInstanceOfSatisfying(MailSendException.class, e -> assertThat(e.getFailedMessages())
                                        .containsOnlyKeys(nobody))
                                .hasMessageContaining("no recipient");
                        assertThat(rows(context)).hasSize(1);
                    });
        }
    }

    @Test
    void aDatabaseThatRefusesIsAMailExceptionThatNamesEachMessage() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues(
                            "resilience4mail.outbox.max-message-size=10B", "resilience4mail.outbox.send=false")
                    .run(context -> {
                        SimpleMailMessage large = message("a@rcv.example");
                        assertThatThrownBy(() ->
                                        context.getBean(JavaMailSender.class).send(large))
                                .isInstanceOfSatisfying(MailSendException.class, e -> assertThat(e.getFailedMessages())
                                        .containsOnlyKeys(large))
                                .hasMessageContaining("maxMessageBytes");
                        assertThat(rows(context)).isEmpty();
                    });
        }
    }

    @Test
    void listenersHearHowItEnded() {
        List<OutboxEvent> heard = new CopyOnWriteArrayList<>();
        List<Object> published = new CopyOnWriteArrayList<>();
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withBean(OutboxListener.class, () -> heard::add)
                    .withInitializer(
                            context -> context.addApplicationListener((ApplicationListener<PayloadApplicationEvent<?>>)
                                    event -> published.add(event.getPayload())))
                    .run(context -> {
                        send(context, "a@rcv.example");
                        until(() -> !heard.isEmpty() && published.stream().anyMatch(OutboxEvent.class::isInstance));
                        assertThat(heard.get(0)).isInstanceOf(OutboxEvent.Settled.class);
                    });
        }
    }

    @Test
    void aContextThatIsStoppedAndStartedSendsAgain() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server).run(context -> {
                OutboxLifecycle lifecycle = context.getBean(OutboxLifecycle.class);
                lifecycle.stop();
                assertThat(lifecycle.isRunning()).isFalse();
                send(context, "a@rcv.example");
                assertThat(rows(context)).extracting(OutboxRecipient::state).containsExactly(OutboxState.QUEUED);
                lifecycle.start();
                until(() -> server.acceptedCount() == 1);
            });
        }
    }

    @Test
    void theTablesOfFlywayAreEnough() throws SQLException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            JdbcConnectionPool pool = (JdbcConnectionPool) database();
            try (Connection connection = pool.getConnection()) {
                OutboxSchema.create(connection);
            }
            pool.dispose();
            application(server)
                    .withPropertyValues("resilience4mail.outbox.initialize-schema=false")
                    .run(context -> assertThat(context).hasNotFailed().hasSingleBean(MailOutbox.class));
        }
    }

    private static String failure(ApplicationContextRunner runner) {
        StringBuilder sentence = new StringBuilder();
        runner.run(context -> {
            assertThat(context).hasFailed();
            sentence.append(new InvalidMailRetryPropertiesAnalyzer()
                    .analyze(context.getStartupFailure())
                    .getDescription());
        });
        return sentence.toString();
    }

    @Test
    void whatIsMissingStopsTheStartWithTheCure() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            ApplicationContextRunner enabled = without(server).withPropertyValues("resilience4mail.outbox.enabled=on");
            assertThat(failure(enabled)).contains("no DataSource", "@Primary");
            assertThat(failure(
                            application(server).withPropertyValues("resilience4mail.outbox.initialize-schema=false")))
                    .contains("h2-V1__outbox.sql", "Flyway", "initialize-schema=true");
            assertThat(failure(enabled.withClassLoader(new FilteredClassLoader("io.github.resilience4mail.outbox"))))
                    .contains("io.github.resilience4mail:resilience4mail-outbox");
            assertThat(failure(enabled.withClassLoader(new FilteredClassLoader("org.springframework.jdbc"))))
                    .contains("spring-boot-starter-jdbc");
            assertThat(failure(application(server)
                            .withBean("one", JavaMailSenderImpl.class, JavaMailSenderImpl::new)
                            .withBean("other", JavaMailSenderImpl.class, JavaMailSenderImpl::new)))
                    .contains("JavaMailSenderImpl", "@Primary");
            assertThat(failure(application(server).withPropertyValues("resilience4mail.outbox.lanes=0")))
                    .contains("resilience4mail.outbox.lanes is 0: use 1 or more");
            assertThat(failure(application(server).withPropertyValues("resilience4mail.outbox.sweep=0s")))
                    .contains("resilience4mail.outbox.sweep");
            assertThat(failure(application(server).withPropertyValues("resilience4mail.outbox.retention=-1d")))
                    .contains("resilience4mail.outbox.retention");
            assertThat(failure(application(server).withPropertyValues("resilience4mail.outbox.max-message-size=3GB")))
                    .contains("2047MB");
        }
    }

    @Test
    void whereItIsNotEnabledNothingChanges() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            without(server).withBean(DataSource.class, this::database).run(context -> {
                assertThat(context).doesNotHaveBean(MailOutbox.class);
                assertThatCode(() -> send(context, "a@rcv.example")).doesNotThrowAnyException();
                assertThat(server.acceptedCount()).isEqualTo(1);
            });
            without(server)
                    .withClassLoader(new FilteredClassLoader(
                            "io.github.resilience4mail.outbox",
                            "org.springframework.jdbc",
                            "org.springframework.transaction"))
                    .run(context -> {
                        send(context, "b@rcv.example");
                        assertThat(server.acceptedCount()).isEqualTo(2);
                    });
        }
    }

    @Test
    void aCustomizerComesAfterTheProperties() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withBean(MailOutboxCustomizer.class, () -> builder -> builder.maxMessageBytes(20))
                    .run(context -> assertThatThrownBy(() -> send(context, "a@rcv.example"))
                            .hasMessageContaining("20 bytes"));
        }
    }

    /** What is ordered. */
    record Order(String customer, boolean paid) {}

    /** Where orders are kept. */
    static class Orders {
        void save(Order order) {
            assertThat(order).isNotNull();
        }
    }

    /** The guide's shop. */
    static class Shop {

        private final Orders orders = new Orders();
        private final JavaMailSender mailSender;

        Shop(JavaMailSender mailSender) {
            this.mailSender = mailSender;
        }

        private static SimpleMailMessage confirmationOf(Order order) {
            return message(order.customer());
        }

        // tag::order[]
        @Transactional
        public void order(Order order) {
            orders.save(order);
            mailSender.send(confirmationOf(order)); // leaves after the commit
        }
        // end::order[]

        @Transactional
        public void orderUnpaid(Order order) {
            order(order);
            throw new IllegalStateException("not paid");
        }
    }

    /** The guide's application. */
    @Configuration
    @EnableTransactionManagement(proxyTargetClass = true)
    static class ShopConfiguration {

        @Bean
        static DataSourceTransactionManager transactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        static Shop shop(JavaMailSender mailSender) {
            return new Shop(mailSender);
        }
    }

    @Test
    void theShopOfTheGuideConfirmsWhatItHasCommitted() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server).withUserConfiguration(ShopConfiguration.class).run(context -> {
                Shop shop = context.getBean(Shop.class);
                shop.order(new Order("ada@rcv.example", true));
                assertThatThrownBy(() -> shop.orderUnpaid(new Order("bob@rcv.example", false)))
                        .hasMessage("not paid");
                until(() -> server.acceptedCount() == 1);
                assertThat(rows(context)).extracting(OutboxRecipient::address).containsExactly("ada@rcv.example");
            });
        }
    }

    @Test
    void theOtherWaysOfTheGuideKeepAMessageAndSendItAtOnce() {
        try (var server = ScriptedSmtpServer.builder().start()) {
            application(server)
                    .withPropertyValues("resilience4mail.outbox.send=false")
                    .run(context -> {
                        OutboxMailSender outbox = context.getBean(OutboxMailSender.class);
                        MimeMessage message =
                                context.getBean(JavaMailSender.class).createMimeMessage();
                        message("ada@rcv.example").copyTo(new MimeMailMessage(message));
                        // tag::ways[]
                        outbox.enqueue(OutboxMessage.of(message).withPriority(5).withIdempotencyKey("reset 4711"));
                        outbox.direct().send(message); // now, and with MailDeliveryFailedException if it is refused
                        // end::ways[]
                        assertThat(rows(context)).hasSize(1);
                        assertThat(server.acceptedCount()).isEqualTo(1);
                    });
        }
    }
}

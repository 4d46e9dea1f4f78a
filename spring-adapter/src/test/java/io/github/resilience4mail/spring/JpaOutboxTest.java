/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Transactional;

/** An application whose transactions are those of JPA, by Hibernate, as Boot sets it up. */
@Tag("applications")
class JpaOutboxTest {

    /** What is ordered. */
    @Entity(name = "purchase")
    static class Purchase {

        @Id
        private String customer;

        protected Purchase() {
            this("");
        }

        Purchase(String customer) {
            this.customer = customer;
        }

        String customer() {
            return customer;
        }
    }

    /** Keeps an order and confirms it, both or neither. */
    static class Shop {

        @PersistenceContext
        private EntityManager entities;

        private final JavaMailSender mailSender;

        Shop(JavaMailSender mailSender) {
            this.mailSender = mailSender;
        }

        @Transactional
        public void order(String customer) {
            entities.persist(new Purchase(customer));
            SimpleMailMessage message = new SimpleMailMessage();
            message.setFrom("shop@client.example");
            message.setTo(customer);
            message.setText("Thank you.");
            mailSender.send(message);
        }

        @Transactional
        public void orderUnpaid(String customer) {
            order(customer);
            throw new IllegalStateException("not paid");
        }

        /** The order is refused at the commit, when the message has long been taken in. */
        @Transactional
        public void orderTwice(String customer) {
            order(customer);
            entities.flush();
            entities.clear();
            order(customer);
        }

        @Transactional(readOnly = true)
        public List<String> customers() {
            return entities.createQuery("select p from purchase p", Purchase.class)
                    .getResultStream()
                    .map(Purchase::customer)
                    .toList();
        }
    }

    @EnableAutoConfiguration
    static class Application {
        @Bean
        static Shop shop(JavaMailSender mailSender) {
            return new Shop(mailSender);
        }
    }

    private static ConfigurableApplicationContext run(ScriptedSmtpServer server, String... more) {
        List<String> properties = new ArrayList<>(List.of(Contexts.propertiesFor(server)));
        properties.addAll(List.of(
                "spring.main.banner-mode=off",
                "logging.level.root=warn",
                "spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID(),
                "spring.jpa.hibernate.ddl-auto=create",
                "resilience4mail.outbox.enabled=true",
                "resilience4mail.outbox.initialize-schema=true"));
        properties.addAll(List.of(more));
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    private static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Timekeeper.system().sleep(Duration.ofMillis(20));
        }
    }

    /** Boot's pool with auto-commit, and without, as it is recommended for Hibernate. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOrderAndItsConfirmationAreKeptTogetherOrNeither(boolean autoCommit) throws Exception {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("expected.boot.version"));
        try (var server = ScriptedSmtpServer.builder().start();
                var context = run(
                        server,
                        "spring.datasource.hikari.auto-commit=" + autoCommit,
                        "spring.jpa.properties.hibernate.connection.provider_disables_autocommit=" + !autoCommit)) {
            assertThat(context.getBean(PlatformTransactionManager.class)
                            .getClass()
                            .getSimpleName())
                    .isEqualTo("JpaTransactionManager");
            Shop shop = context.getBean(Shop.class);
            assertThatThrownBy(() -> shop.orderUnpaid("bob@rcv.example")).hasMessage("not paid");
            assertThatThrownBy(() -> shop.orderTwice("eve@rcv.example"))
                    .isInstanceOf(DataIntegrityViolationException.class);
            shop.order("ada@rcv.example");
            assertThat(shop.customers()).containsExactly("ada@rcv.example");
            until(() -> server.acceptedCount() == 1);
            assertThat(server.accepted()).extracting(Accepted::recipient).containsExactly("ada@rcv.example");
            assertThat(context.getBean(MailOutbox.class).operations().list(OutboxFilter.all(), 0, 100))
                    .extracting(OutboxRecipient::address)
                    .containsExactly("ada@rcv.example");
        }
    }
}

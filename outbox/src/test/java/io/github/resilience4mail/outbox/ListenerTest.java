/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a listener is told, and at which price. */
class ListenerTest {

    @Nested
    class OnH2 extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.h2();
        }
    }

    @Nested
    class OnPostgreSql extends Behaviour {
        @Override
        Database open() throws Exception {
            return Database.postgres();
        }
    }

    abstract static class Behaviour {

        private final List<OutboxRecipient> settled = new CopyOnWriteArrayList<>();
        private final AtomicInteger looks = new AtomicInteger();
        private Database database;

        abstract Database open() throws Exception;

        @BeforeEach
        void openDatabase() throws Exception {
            database = open();
        }

        @AfterEach
        void closeDatabase() throws Exception {
            if (database != null) {
                database.close();
            }
        }

        /** Counts how often somebody looks up a recipient with all its fields. */
        private DataSource counting() {
            DataSource dataSource = database.dataSource();
            return proxy(DataSource.class, (self, method, args) -> {
                Object result = invoke(() -> method.invoke(dataSource, args));
                return result instanceof Connection connection ? counting(connection) : result;
            });
        }

        private Connection counting(Connection connection) {
            return proxy(Connection.class, (self, method, args) -> {
                if (args != null && args[0] instanceof String sql && sql.startsWith("select r.id, m.message_id")) {
                    looks.incrementAndGet();
                }
                return invoke(() -> method.invoke(connection, args));
            });
        }

        private static <T> T proxy(Class<T> type, InvocationHandler handler) {
            return type.cast(
                    Proxy.newProxyInstance(ListenerTest.class.getClassLoader(), new Class<?>[] {type}, handler));
        }

        private interface Reflective {
            Object call() throws ReflectiveOperationException;
        }

        private static Object invoke(Reflective call) throws Throwable {
            try {
                return call.call();
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        private MailOutbox outbox(ScriptedSmtpServer server) {
            return MailOutbox.builder(counting(), Mail.session(server))
                    .sweep(Duration.ofMillis(100))
                    .idle(Duration.ofMillis(100))
                    .limits(LaneSettings.builder().maxLanes(1).build())
                    .policy(MailRetryPolicy.builder()
                            .onUnknown(OnUnknown.REPORT)
                            .build())
                    .listener(event -> {
                        if (event instanceof OutboxEvent.Settled outcome) {
                            settled.add(outcome.recipient());
                        }
                    })
                    .build();
        }

        private boolean isSomethingTransmitted() {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(
                            "select count(*) from outbox_lane where cardinality(transmitting) > 0")) {
                return rows.next() && rows.getInt(1) > 0;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private void execute(String sql) throws Exception {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Test
        void isToldEachOutcomeAsItIsRecordedWithoutALookAtTheDatabase() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("550 5.1.1 No such user"))
                            .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose())
                            .start();
                    MailOutbox outbox = outbox(server)) {
                for (int i = 0; i < 5; i++) {
                    outbox.enqueue(Mail.message("r" + i + "@rcv.example"));
                }
                outbox.start();
                Mail.until(() -> settled.size() == 5);
                assertThat(looks).hasValue(0);
                assertThat(settled)
                        .extracting(OutboxRecipient::state)
                        .containsExactlyInAnyOrder(
                                OutboxState.GIVEN_UP,
                                OutboxState.UNKNOWN,
                                OutboxState.DELIVERED,
                                OutboxState.DELIVERED,
                                OutboxState.DELIVERED);
                assertThat(settled)
                        .allSatisfy(recipient -> assertThat(outbox.operations().find(recipient.id()))
                                .hasValue(recipient));
            }
        }

        @Test
        void isToldOfWhatADeadLaneHasLeftBehind() throws Exception {
            try (var server = ScriptedSmtpServer.builder().start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("dot@rcv.example"));
                execute("update outbox_recipient set state = 'CLAIMED', owner = 'dead', lane = 0");
                outbox.enqueue(Mail.message("new@rcv.example"));
                outbox.start();
                Mail.until(() -> settled.size() == 2);
                assertThat(settled)
                        .allSatisfy(recipient -> assertThat(outbox.operations().find(recipient.id()))
                                .hasValue(recipient));
                assertThat(settled)
                        .extracting(OutboxRecipient::state)
                        .containsExactly(OutboxState.UNKNOWN, OutboxState.DELIVERED);
            }
        }

        @Test
        void isNotToldWhatALaneFoundOutAboutARowThatIsNoLongerItsOwn() throws Exception {
            try (var server = ScriptedSmtpServer.builder()
                            .on(
                                    SmtpPhase.END_OF_DATA,
                                    Occurrence.first(),
                                    Action.proceed().after(Duration.ofSeconds(5)))
                            .start();
                    MailOutbox outbox = outbox(server)) {
                outbox.enqueue(Mail.message("a@rcv.example"));
                outbox.enqueue(Mail.message("b@rcv.example"));
                outbox.start();
                Mail.until(this::isSomethingTransmitted);
                execute("update outbox_recipient set owner = 'somebody else' where address = 'a@rcv.example'");
                Mail.until(() -> !settled.isEmpty());
                assertThat(server.acceptedCount()).isEqualTo(2);
                assertThat(settled).extracting(OutboxRecipient::address).containsExactly("b@rcv.example");
            }
        }
    }
}

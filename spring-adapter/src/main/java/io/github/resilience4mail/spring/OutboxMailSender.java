/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The outbox in Spring's transactions: what the application's {@link JavaMailSender} sends by, and, to be injected, the
 * two things that {@code send} cannot say: how a message is to be kept ({@link #enqueue}), and that one is not to be kept
 * at all ({@link #direct}). Thread-safe.
 */
public final class OutboxMailSender {

    private final MailOutbox outbox;
    private final DataSource dataSource;
    private final boolean autoCommit;
    private final JavaMailSenderImpl sender;

    /**
     * Keeps what a sender sends.
     *
     * @param autoCommit what the connections of the data source do that no transaction has touched
     */
    OutboxMailSender(MailOutbox outbox, DataSource dataSource, boolean autoCommit, JavaMailSenderImpl sender) {
        this.outbox = outbox;
        this.dataSource = dataSource;
        this.autoCommit = autoCommit;
        this.sender = sender;
    }

    /**
     * Takes messages in, with their priorities and idempotency keys: in the transaction of the caller, if there is one,
     * or else all of them together at once.
     *
     * @param messages what, and whom to
     * @return how many recipients were added; a message whose idempotency key is known adds none
     * @throws OutboxException if the database refuses, or a message is too large
     * @throws IllegalTransactionStateException if the transaction of the caller is not one of the outbox's database
     */
    public long enqueue(OutboxMessage... messages) {
        boolean transaction = TransactionSynchronizationManager.isActualTransactionActive();
        if (transaction && !autoCommit && !TransactionSynchronizationManager.hasResource(dataSource)) {
            // the connection made now would look like the transaction's, and be closed without a commit
            throw notOfThisDatabase();
        }
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            return transaction ? inTransaction(connection, messages) : atOnce(connection, messages);
        } catch (SQLException e) {
            throw new OutboxException("the message was not taken in: " + e.getMessage(), e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private long inTransaction(Connection connection, OutboxMessage... messages) throws SQLException {
        if (connection.getAutoCommit() || !DataSourceUtils.isConnectionTransactional(connection, dataSource)) {
            throw notOfThisDatabase();
        }
        long count = outbox.enqueueAll(connection, Arrays.asList(messages).iterator());
        boolean first =
                TransactionSynchronizationManager.getSynchronizations().stream().noneMatch(WakeUp.class::isInstance);
        if (first) {
            TransactionSynchronizationManager.registerSynchronization(new WakeUp(outbox));
        }
        return count;
    }

    private static IllegalTransactionStateException notOfThisDatabase() {
        return new IllegalTransactionStateException(
                "the transaction in progress is not one of the outbox's database, so that it would neither keep the"
                        + " message nor take it back: use the transaction manager of that DataSource, or send before or"
                        + " after the transaction");
    }

    private long atOnce(Connection connection, OutboxMessage... messages) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        long count;
        try {
            count = outbox.enqueueAll(connection, Arrays.asList(messages).iterator());
            connection.commit();
        } finally {
            // of what is committed nothing is rolled back
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
        outbox.committed();
        return count;
    }

    /** Once for all messages of a transaction. */
    private record WakeUp(MailOutbox outbox) implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            outbox.committed();
        }
    }

    /**
     * The same sender past the outbox: its {@code send} talks to the server while the caller waits, in no transaction,
     * and throws what {@code send} throws without an outbox.
     *
     * @return a sender for messages that are not to be kept, for example because the user waits for the answer
     */
    public JavaMailSender direct() {
        // through the proxy, which prepares the session
        sender.getSession();
        return new ExactMailSender(target(sender), new MessageIdMemory());
    }

    /** What takes the messages of this sender, if it is the outbox's. */
    @Nullable
    JavaMailSender insteadOf(JavaMailSenderImpl target) {
        return target(sender) == target ? new OutboxDetour(target, this) : null;
    }

    private static JavaMailSenderImpl target(JavaMailSenderImpl sender) {
        JavaMailSenderImpl innermost = sender;
        while (AopProxyUtils.getSingletonTarget(innermost) instanceof JavaMailSenderImpl inner) {
            innermost = inner;
        }
        return innermost;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database connection of one lane, made again when it was lost. Confined to its lane. */
final class OwnConnection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);
    private static final int TRIES = 120;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DataSource dataSource;
    private final Timekeeper timekeeper;
    private @Nullable Connection connection;

    OwnConnection(DataSource dataSource, Timekeeper timekeeper) {
        this.dataSource = dataSource;
        this.timekeeper = timekeeper;
    }

    /** Work in one transaction. */
    @FunctionalInterface
    interface Transaction<T extends @Nullable Object> {
        T run(Connection connection) throws SQLException;
    }

    /** Something that the database is asked for. */
    @FunctionalInterface
    interface Request<T extends @Nullable Object> {
        T ask() throws SQLException;
    }

    /** Does it in one transaction, and does it again while the database is away, for two minutes. */
    <T extends @Nullable Object> T call(Transaction<T> transaction) throws SQLException {
        return insist(() -> callOnce(transaction));
    }

    /** Asks, and asks again while the database is away, for two minutes. */
    <T extends @Nullable Object> T insist(Request<T> request) throws SQLException {
        for (int i = 1; ; i++) {
            try {
                return request.ask();
            } catch (SQLException e) {
                if (i >= TRIES || !(isAway(e) || isInTheWay(e))) {
                    throw e;
                }
                LOG.debug("the database is away, try {}: {}", i, e.toString());
                pause(e);
            }
        }
    }

    private void pause(SQLException e) throws SQLException {
        try {
            timekeeper.sleep(PAUSE);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    /** Lost connections, a server that starts or stops, a full disk: it is the same for everybody. */
    static boolean isAway(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && (state.startsWith("08")
                        || state.startsWith("57")
                        || state.startsWith("53")
                        || state.startsWith("90"));
    }

    /** Two transactions were in each other's way. */
    private static boolean isInTheWay(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("40");
    }

    /** Does it once; on a failure nothing is done, and the connection is given up. */
    <T extends @Nullable Object> T callOnce(Transaction<T> transaction) throws SQLException {
        Connection open = open();
        boolean done = false;
        try {
            T result = transaction.run(open);
            open.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    /** Does what is a single statement, which commits by itself; on a failure the connection is given up. */
    <T extends @Nullable Object> T callAlone(Transaction<T> statement) throws SQLException {
        Connection open = open();
        boolean done = false;
        try {
            open.setAutoCommit(true);
            T result = statement.run(open);
            open.setAutoCommit(false);
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private Connection open() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = dataSource.getConnection();
            open.setAutoCommit(false);
            connection = open;
        }
        return open;
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                if (!open.getAutoCommit()) {
                    open.rollback();
                    open.setAutoCommit(true);
                }
            } catch (SQLException e) {
                LOG.debug("a database connection did not end in good order: {}", e.toString());
            }
        }
    }
}

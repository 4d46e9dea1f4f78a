/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;

/**
 * The tables of the outbox. The scripts are resources, {@code postgresql-V1__outbox.sql} and {@code h2-V1__outbox.sql}
 * in this package, for those who run them by Flyway or Liquibase.
 */
public final class OutboxSchema {

    /** The version that this release reads and writes. */
    public static final int VERSION = 1;

    private OutboxSchema() {}

    /**
     * Creates the tables where there are none, in one transaction where the database can.
     *
     * @param connection to the database
     * @throws SQLException if the database refuses
     */
    public static void create(Connection connection) throws SQLException {
        if (hasTables(connection)) {
            return;
        }
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : script(Dialect.of(connection)).split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
            connection.commit();
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    /**
     * Checks that the tables are there and of this version, and that what is committed stays.
     *
     * @param connection to the database
     * @throws SQLException if the database cannot be asked
     * @throws OutboxException if not, with the cure
     */
    static void check(Connection connection) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        if (!hasTables(connection)) {
            throw new OutboxException(
                    "the database has no outbox: run the script " + dialect.script() + ", or OutboxSchema.create",
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("select max(version) from outbox_schema")) {
                rows.next();
                if (rows.getInt(1) != VERSION) {
                    throw new OutboxException(
                            "the outbox in the database is of version " + rows.getInt(1)
                                    + ", this program reads version " + VERSION
                                    + ": use the release that belongs to it",
                            null);
                }
            }
            if (dialect == Dialect.H2) {
                checkSpace(statement);
                // otherwise H2 writes a commit to the disk half a second later, and a crash loses it
                statement.execute("set write_delay 0");
            }
        }
    }

    /** Whoever was killed in the midst of reused space finds an older state of the file, without what was committed since. */
    private static void checkSpace(Statement statement) throws SQLException {
        String sql = "select database_path(), setting_value from information_schema.settings"
                + " where setting_name = 'REUSE_SPACE'";
        try (ResultSet rows = statement.executeQuery(sql)) {
            if (rows.next() && rows.getString(1) != null && !"FALSE".equalsIgnoreCase(rows.getString(2))) {
                throw new OutboxException(
                        "H2 loses what was committed when this program is killed while the file's space is used again:"
                                + " add ;REUSE_SPACE=FALSE to the URL of the database in " + rows.getString(1),
                        null);
            }
        }
    }

    private static boolean hasTables(Connection connection) throws SQLException {
        String name = Dialect.of(connection) == Dialect.H2 ? "OUTBOX_SCHEMA" : "outbox_schema";
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), name, null)) {
            return tables.next();
        }
    }

    private static String script(Dialect dialect) {
        try (InputStream in = OutboxSchema.class.getResourceAsStream(dialect.script())) {
            if (in == null) {
                throw new OutboxException("this jar lacks " + dialect.script() + ": use the published one", null);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n", "", "\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/**
 * Deletes recipients who have had their outcome for long enough, and the messages of which nobody is left. It goes through
 * the tables by their keys, a stretch in each transaction: so no lane waits for it for long, and no index is needed that
 * each outcome would have to be entered in.
 */
final class OutboxRetention {

    /** How many numbers, at most so many rows, are looked at in one transaction. */
    static final int STRETCH = 10_000;

    private static final String RECIPIENTS = "delete from outbox_recipient where id >= ? and id < ? and settled_at < ?"
            + " and state in ('DELIVERED', 'GIVEN_UP', 'UNKNOWN', 'CANCELLED')";

    private static final String MESSAGES = "delete from outbox_message where id >= ? and id < ? and created_at < ?"
            + " and not exists (select 1 from outbox_recipient r where r.message = outbox_message.id)";

    private final OwnConnection database;
    private final BooleanSupplier goesOn;

    /**
     * Deletes nothing yet.
     *
     * @param database where
     * @param goesOn whether there is time for another stretch
     */
    OutboxRetention(OwnConnection database, BooleanSupplier goesOn) {
        this.database = database;
        this.goesOn = goesOn;
    }

    /** Deletes what was settled before an instant; how many recipients. */
    int purge(Instant before) throws SQLException {
        int recipients = walk("outbox_recipient", RECIPIENTS, before);
        walk("outbox_message", MESSAGES, before);
        return recipients;
    }

    private int walk(String table, String delete, Instant before) throws SQLException {
        int deleted = 0;
        OptionalLong next = next(table, Long.MIN_VALUE);
        while (next.isPresent() && goesOn.getAsBoolean()) {
            long from = next.getAsLong();
            deleted += database.callOnce(connection -> delete(connection, delete, from, before));
            next = next(table, from + STRETCH);
        }
        return deleted;
    }

    private static int delete(Connection connection, String sql, long from, Instant before) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, from);
            statement.setLong(2, from + STRETCH);
            statement.setLong(3, before.toEpochMilli());
            return statement.executeUpdate();
        }
    }

    /** The first number of a table from one on. */
    private OptionalLong next(String table, long from) throws SQLException {
        return database.callOnce(connection -> {
            String sql = "select id from " + table + " where id >= ? order by id limit 1";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, from);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }
}

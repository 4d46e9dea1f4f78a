/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.smtp.PrintableText;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements on destinations, and on the queue as a whole. Each runs in the transaction of its connection; none of them commits. */
final class OutboxStore {

    static final int LONGEST_REPLY = 1_900;

    private final Dialect dialect;

    OutboxStore(Dialect dialect) {
        this.dialect = dialect;
    }

    String unlessKnown() {
        return dialect.unlessKnown();
    }

    long nextBlock(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.nextBlock());
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Sees to it that there is a row for a destination. */
    void addDestination(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(dialect.addDestination())) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
    }

    DestinationRow destination(Connection connection, String name) throws SQLException {
        String sql = "select name, parked_at, throttle from outbox_destination where name in ('*', ?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            boolean parked = false;
            String throttle = null;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    parked |= rows.getObject("parked_at") != null;
                    throttle = rows.getString("name").equals(name) ? rows.getString("throttle") : throttle;
                }
            }
            return new DestinationRow(parked, throttle);
        }
    }

    /** The time in which the database has lost nothing that it had committed; a new one begins after a crash. */
    String epoch(Connection connection) throws SQLException {
        String epoch = readEpoch(connection);
        if (epoch == null) {
            String sql = "insert into outbox_epoch (one, epoch) values (1, ?) on conflict do nothing";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, UUID.randomUUID().toString().substring(0, 18));
                statement.executeUpdate();
            }
            epoch = readEpoch(connection);
        }
        return epoch == null ? "" : epoch;
    }

    private @Nullable String readEpoch(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select " + dialect.epoch());
                ResultSet rows = statement.executeQuery()) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /**
     * The encoded lane limit, for this transaction alone; null if nothing is known. Its commit does not wait for the disk:
     * should it be lost, it is found out anew.
     */
    @Nullable
    String lockThrottle(Connection connection, String name) throws SQLException {
        String sql = "select throttle, " + dialect.relaxed() + " from outbox_destination where name = ? for update";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    void saveThrottle(Connection connection, String name, String throttle, Instant pausedUntil) throws SQLException {
        String sql = "update outbox_destination set throttle = ?, paused_until = ? where name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, throttle);
            statement.setLong(2, pausedUntil.toEpochMilli());
            statement.setString(3, name);
            statement.executeUpdate();
        }
    }

    static Array ids(Connection connection, Stream<Long> ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.distinct().toArray());
    }

    /** Forces to the disk what was committed, where a commit does not: H2 may lose it when it is killed. */
    void force(OwnConnection database) throws SQLException {
        if (dialect == Dialect.H2) {
            database.callAlone(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("checkpoint sync");
                }
            });
        }
    }

    /** Whether anything was ever delivered and is still on record. */
    boolean hasDelivered(Connection connection) throws SQLException {
        String sql = "select 1 from outbox_recipient where state = 'DELIVERED' limit 1";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    /** When somebody of a destination is due next; empty if nobody waits. */
    Optional<Instant> nextDue(Connection connection, String destination) throws SQLException {
        dialect.goByIndexes(connection);
        String sql =
                """
                select %1$s from outbox_recipient r where r.state = 'QUEUED' and r.destination = ?
                order by r.state, r.destination, %1$s limit 1
                """
                        .formatted(dialect.dueKey());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, destination);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
            }
        }
    }

    /**
     * Looks for one recipient of each destination: their number is small, the queue's is not. As a condition with
     * {@code exists} it could be planned as a join with the whole queue.
     */
    String dueDestinations() {
        return """
               select d.name from outbox_destination d
               where d.parked_at is null and d.paused_until <= ? and d.name <> '*'
                 and not exists (select 1 from outbox_destination a where a.name = '*' and a.parked_at is not null)
                 and (select 1 from outbox_recipient r
                   where r.state = 'QUEUED' and r.destination = d.name and %1$s <= ?
                   order by r.state, r.destination, %1$s limit 1) = 1
               """
                .formatted(dialect.dueKey());
    }

    /** The destinations at which somebody is due that could be sent to. */
    List<String> dueDestinations(Connection connection, Instant now) throws SQLException {
        dialect.goByIndexes(connection);
        String sql = dueDestinations();
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, now.toEpochMilli());
            statement.setLong(2, now.toEpochMilli());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
            }
        }
        return names;
    }

    /** Marks and returns some who wait for longer than their senders may expect. */
    List<Long> takeDelayed(Connection connection, Instant createdBefore) throws SQLException {
        String sql = "select id from outbox_recipient where state = 'QUEUED' and delay_told = false"
                + " and created_at < ? limit 1000 for update skip locked";
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, createdBefore.toEpochMilli());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getLong(1));
                }
            }
        }
        if (!ids.isEmpty()) {
            String told = "update outbox_recipient set delay_told = true where id = any(?)";
            try (PreparedStatement statement = connection.prepareStatement(told)) {
                statement.setArray(1, ids(connection, ids.stream()));
                statement.executeUpdate();
            }
        }
        return ids;
    }

    /** Parks a destination, or the account; false if it was already. */
    boolean park(Connection connection, String name, String why, Instant now) throws SQLException {
        addDestination(connection, name);
        String sql = "update outbox_destination set parked_at = ?, parked_why = ? where name = ? and parked_at is null";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, now.toEpochMilli());
            statement.setString(2, PrintableText.of(why, LONGEST_REPLY));
            statement.setString(3, name);
            return statement.executeUpdate() > 0;
        }
    }
}

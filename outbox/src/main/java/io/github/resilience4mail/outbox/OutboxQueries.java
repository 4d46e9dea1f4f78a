/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The statements by which people look at the outbox. */
final class OutboxQueries {

    private static final String RECIPIENTS =
            """
            select r.id, m.message_id, r.address, r.destination, r.priority, r.state, r.due_at, r.created_at,
              r.attempts, r.ever_unknown, r.phase, r.reply, r.decision, r.reason, r.rule, r.settled_at
            from outbox_recipient r join outbox_message m on m.id = r.message
            """;

    private OutboxQueries() {}

    static Optional<OutboxRecipient> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECIPIENTS + " where r.id = ?")) {
            statement.setLong(1, id);
            return read(statement).stream().findFirst();
        }
    }

    static List<OutboxRecipient> list(Connection connection, OutboxFilter filter, long afterId, int most)
            throws SQLException {
        String sql = RECIPIENTS + " where r.id > ?" + (filter.state() == null ? "" : " and r.state = ?")
                + (filter.destination() == null ? "" : " and r.destination = ?") + " order by r.id limit ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int i = 0;
            statement.setLong(++i, afterId);
            if (filter.state() != null) {
                statement.setString(++i, filter.state().name());
            }
            if (filter.destination() != null) {
                statement.setString(++i, filter.destination());
            }
            statement.setInt(++i, most);
            return read(statement);
        }
    }

    static List<OutboxRecipient> ofMessage(Connection connection, String messageId) throws SQLException {
        String sql = RECIPIENTS + " where m.message_id = ? order by r.id";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, messageId);
            return read(statement);
        }
    }

    /**
     * Those to an address to whom a bounce without a Message-ID may refer; two are as good as many. They are counted,
     * because a limit would tempt PostgreSQL to look for two in the whole table where it knows little of the address.
     */
    static List<OutboxRecipient> settledTo(Connection connection, String address, Instant since) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(settledTo(Dialect.of(connection)))) {
            statement.setString(1, address.toLowerCase(Locale.ROOT));
            statement.setLong(2, since.toEpochMilli());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getLong(1) > 0) {
                    ids.add(rows.getLong(2));
                }
                if (rows.getLong(1) > 1) {
                    ids.add(rows.getLong(3));
                }
            }
        }
        List<OutboxRecipient> recipients = new ArrayList<>();
        for (long id : ids) {
            find(connection, id).ifPresent(recipients::add);
        }
        return recipients;
    }

    /** How many there are, and the first and the last of them. */
    static String settledTo(Dialect dialect) {
        return "select count(*), min(r.id), max(r.id) from outbox_recipient r where " + dialect.addressKey()
                + " = ? and r.created_at >= ? and r.state in ('DELIVERED', 'UNKNOWN', 'GIVEN_UP')";
    }

    private static List<OutboxRecipient> read(PreparedStatement statement) throws SQLException {
        List<OutboxRecipient> recipients = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                recipients.add(read(rows));
            }
        }
        return recipients;
    }

    private static OutboxRecipient read(ResultSet rows) throws SQLException {
        long settledAt = rows.getLong(16);
        boolean settled = !rows.wasNull();
        return new OutboxRecipient(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getInt(5),
                OutboxState.valueOf(rows.getString(6)),
                Instant.ofEpochMilli(rows.getLong(7)),
                Instant.ofEpochMilli(rows.getLong(8)),
                rows.getInt(9),
                rows.getBoolean(10),
                rows.getString(11),
                rows.getString(12),
                rows.getString(13),
                rows.getString(14),
                rows.getString(15),
                settled ? Instant.ofEpochMilli(settledAt) : null);
    }

    static List<OutboxAttempt> attempts(Connection connection, long id) throws SQLException {
        String sql = "select attempt, at, acceptance, phase, reply, decision, reason, rule from outbox_attempt"
                + " where recipient = ? order by attempt";
        List<OutboxAttempt> attempts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, id);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    attempts.add(new OutboxAttempt(
                            rows.getInt(1),
                            Instant.ofEpochMilli(rows.getLong(2)),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getString(8)));
                }
            }
        }
        return attempts;
    }

    static List<OutboxDepth> depth(Connection connection, boolean openOnly) throws SQLException {
        String sql = "select destination, state, count(*), min(created_at) from outbox_recipient"
                + (openOnly ? " where state in ('QUEUED', 'CLAIMED', 'PARKED')" : "")
                + " group by destination, state order by destination, state";
        List<OutboxDepth> depths = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                depths.add(new OutboxDepth(
                        rows.getString(1),
                        OutboxState.valueOf(rows.getString(2)),
                        rows.getLong(3),
                        Instant.ofEpochMilli(rows.getLong(4))));
            }
        }
        return depths;
    }

    static List<OutboxParking> parked(Connection connection) throws SQLException {
        String sql = "select name, parked_at, parked_why from outbox_destination where parked_at is not null"
                + " order by name";
        List<OutboxParking> parked = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                parked.add(
                        new OutboxParking(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)), rows.getString(3)));
            }
        }
        return parked;
    }
}

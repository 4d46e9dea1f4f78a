/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements by which lanes claim recipients, give them back, and take over what others have left. Each runs in the
 * transaction of its connection; none of them commits.
 */
final class OutboxClaims {

    /** In the order in which they are read. */
    private static final String SELECT =
            """
            select r.id, r.message, r.address, r.lives_from, r.attempts, r.failures, r.throttled, r.at_once,
              r.ever_unknown, r.priority, r.created_at
            from outbox_recipient r
            """;

    /** All of the index's columns are named, or H2 sorts the whole queue. */
    static final String NEXT_PRIORITY =
            """
            select r.priority from outbox_recipient r
            where r.state = 'QUEUED' and r.destination = ? and r.priority < ?
            order by r.state, r.destination, r.priority desc, r.due_at, r.id limit 1
            """;

    private static final String CLAIM =
            "update outbox_recipient set state = 'CLAIMED', owner = ?, lane = ? where id = any(?)";

    private static final String MESSAGES = "select id, message_id, size from outbox_message where id = any(?)";

    private static final String LEFT_BEHIND =
            SELECT + "where r.destination = ? and r.lane = ? and r.state = 'CLAIMED' and r.owner <> ? for update";

    private final Dialect dialect;
    private final LaneNotes notes;

    OutboxClaims(Dialect dialect, LaneNotes notes) {
        this.dialect = dialect;
        this.notes = notes;
    }

    /** Notes that a lane has nothing under way; false if it is another run's by now. */
    boolean clearLane(Connection connection, String destination, int lane, String name) throws SQLException {
        return notes.clear(connection, destination, lane, name);
    }

    /** Takes due recipients of a destination that nobody else has; the most urgent first. */
    List<RecipientRow> claim(Connection connection, String destination, int lane, String owner, Instant now, int most)
            throws SQLException {
        dialect.goByIndexes(connection);
        List<RecipientRow> rows = claimable(connection, destination, now, most);
        if (rows.isEmpty()) {
            return rows;
        }
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, owner);
            statement.setInt(2, lane);
            statement.setArray(3, OutboxStore.ids(connection, rows.stream().map(RecipientRow::id)));
            statement.executeUpdate();
        }
        return withMessages(connection, rows);
    }

    static String claimable(Dialect dialect) {
        return SELECT + dialect.claimable();
    }

    /** One priority after the other, for each is a range of the index, in order. */
    private List<RecipientRow> claimable(Connection connection, String destination, Instant now, int most)
            throws SQLException {
        List<RecipientRow> rows = new ArrayList<>();
        OptionalInt priority = nextPriority(connection, destination, Long.MAX_VALUE);
        while (priority.isPresent() && rows.size() < most) {
            try (PreparedStatement statement = connection.prepareStatement(claimable(dialect))) {
                statement.setString(1, destination);
                statement.setInt(2, priority.getAsInt());
                statement.setLong(3, now.toEpochMilli());
                statement.setInt(4, most - rows.size());
                rows.addAll(readRows(statement));
            }
            if (rows.size() < most) {
                priority = nextPriority(connection, destination, priority.getAsInt());
            }
        }
        return rows;
    }

    /** The highest priority below a bound that anybody of a destination has who waits. */
    private static OptionalInt nextPriority(Connection connection, String destination, long below) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEXT_PRIORITY)) {
            statement.setString(1, destination);
            statement.setLong(2, below);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    private static List<RecipientRow> readRows(PreparedStatement statement) throws SQLException {
        List<RecipientRow> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                RecipientRow.Progress progress = new RecipientRow.Progress(
                        found.getLong(4),
                        found.getInt(5),
                        found.getInt(6),
                        found.getInt(7),
                        found.getInt(8),
                        found.getBoolean(9));
                rows.add(new RecipientRow(
                        found.getLong(1),
                        found.getLong(2),
                        "",
                        found.getString(3),
                        0,
                        found.getInt(10),
                        found.getLong(11),
                        progress));
            }
        }
        return rows;
    }

    private static List<RecipientRow> withMessages(Connection connection, List<RecipientRow> rows) throws SQLException {
        Map<Long, Integer> sizes = new HashMap<>();
        Map<Long, String> messageIds = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(MESSAGES)) {
            statement.setArray(1, OutboxStore.ids(connection, rows.stream().map(RecipientRow::message)));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    messageIds.put(found.getLong(1), found.getString(2));
                    sizes.put(found.getLong(1), found.getInt(3));
                }
            }
        }
        return rows.stream()
                .map(r -> r.of(messageIds.getOrDefault(r.message(), ""), sizes.getOrDefault(r.message(), 0)))
                .toList();
    }

    /** Messages by number; null for one that this release cannot read. */
    Map<Long, @Nullable KeptMessage> bodies(Connection connection, List<Long> messages) throws SQLException {
        Map<Long, @Nullable KeptMessage> bodies = new HashMap<>();
        String sql = "select id, format, body, " + KeptMessage.OPTIONS + " from outbox_message where id = any(?)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, OutboxStore.ids(connection, messages.stream()));
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    bodies.put(
                            found.getLong(1), found.getInt(2) == OutboxSchema.VERSION ? KeptMessage.read(found) : null);
                }
            }
        }
        return bodies;
    }

    /** Gives back what a lane has claimed, and certainly not sent. */
    void giveBack(Connection connection, List<RecipientRow> rows, String owner) throws SQLException {
        String sql = "update outbox_recipient set state = 'QUEUED', owner = null, lane = null"
                + " where id = any(?) and owner = ? and state = 'CLAIMED'";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, OutboxStore.ids(connection, rows.stream().map(RecipientRow::id)));
            statement.setString(2, owner);
            statement.executeUpdate();
        }
    }

    /**
     * What earlier runs of a lane have left is the new one's: what may have been transmitted, and what was accepted. What they
     * had only claimed waits again.
     *
     * @param name of the new run
     * @param epoch the present one; whatever was claimed in another one may have been transmitted
     * @param owner who claims for the new run in this epoch
     */
    LeftBehind takeOver(Connection connection, String destination, int lane, String name, String epoch, String owner)
            throws SQLException {
        LaneNote before = notes.lock(connection, destination, lane);
        giveBackOfOthers(connection, before, owner, epoch);
        List<RecipientRow> unknown = new ArrayList<>();
        Map<RecipientRow, String> accepted = new LinkedHashMap<>();
        Map<Long, String> replies = new HashMap<>();
        for (RecipientRow row : leftBehind(connection, destination, lane, owner)) {
            String reply = before.accepted().get(row.id());
            if (reply == null) {
                unknown.add(row);
            } else {
                accepted.put(row, reply);
                replies.put(row.id(), reply);
            }
        }
        List<Long> transmitting = unknown.stream().map(RecipientRow::id).toList();
        notes.take(connection, new LaneNote(destination, lane, name, transmitting, replies));
        return new LeftBehind(unknown, accepted);
    }

    /**
     * What a dead lane has left.
     *
     * @param unknown what may have been accepted
     * @param accepted what was accepted, with the server's reply
     */
    record LeftBehind(List<RecipientRow> unknown, Map<RecipientRow, String> accepted) {}

    /** Gives back what was claimed in this epoch, and not begun to transmit. */
    private static void giveBackOfOthers(Connection connection, LaneNote before, String owner, String epoch)
            throws SQLException {
        String sql = "update outbox_recipient set state = 'QUEUED', owner = null, lane = null"
                + " where destination = ? and lane = ? and state = 'CLAIMED' and owner <> ? and owner like ?"
                + " and not (id = any(?))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, before.destination());
            statement.setInt(2, before.lane());
            statement.setString(3, owner);
            statement.setString(4, "%:" + epoch);
            Stream<Long> underWay = Stream.concat(before.transmitting().stream(), before.accepted().keySet().stream());
            statement.setArray(5, OutboxStore.ids(connection, underWay));
            statement.executeUpdate();
        }
    }

    /** What earlier runs of a lane still have claimed; now the new owner's. */
    private static List<RecipientRow> leftBehind(Connection connection, String destination, int lane, String owner)
            throws SQLException {
        List<RecipientRow> rows;
        try (PreparedStatement statement = connection.prepareStatement(LEFT_BEHIND)) {
            statement.setString(1, destination);
            statement.setInt(2, lane);
            statement.setString(3, owner);
            rows = readRows(statement);
        }
        if (!rows.isEmpty()) {
            String sql = "update outbox_recipient set owner = ? where id = any(?)";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, owner);
                statement.setArray(2, OutboxStore.ids(connection, rows.stream().map(RecipientRow::id)));
                statement.executeUpdate();
            }
        }
        return withMessages(connection, rows);
    }

    /** The lanes that have left something behind and do not run any more, as names of their tasks. */
    List<String> deserted(Connection connection) throws SQLException {
        String sql =
                """
                select distinct lanes.name from
                  (select r.destination || '#' || r.lane as name from outbox_recipient r
                    where r.state = 'CLAIMED') lanes
                where not exists (select 1 from outbox_task t
                  where t.task_name = 'lane' and t.task_instance = lanes.name)
                """;
        List<String> names = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}

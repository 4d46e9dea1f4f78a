/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.smtp.PrintableText;
import java.sql.Array;
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
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements by which lanes work. Each runs in the transaction of its connection; none of them commits. */
final class OutboxStore {

    static final int LONGEST_REPLY = 1_900;

    static final String CLAIMABLE =
            """
            select r.id, r.message, r.address, r.lives_from, r.attempts, r.failures, r.throttled, r.at_once,
              r.ever_unknown, r.priority, r.created_at
            from outbox_recipient r
            where r.state = 'QUEUED' and r.destination = ? and r.priority = ? and r.due_at <= ?
            order by r.due_at, r.id
            limit ? for update skip locked
            """;

    static final String NEXT_PRIORITY =
            """
            select r.priority from outbox_recipient r
            where r.state = 'QUEUED' and r.destination = ? and r.priority < ? order by r.priority desc limit 1
            """;

    private static final String CLAIM =
            "update outbox_recipient set state = 'CLAIMED', owner = ?, lane = ? where id = any(?)";

    private static final String MESSAGES = "select id, message_id, size from outbox_message where id = any(?)";

    private static final String LEFT_BEHIND =
            """
            select id, message, address, lives_from, attempts, failures, throttled, at_once, ever_unknown,
              priority, created_at
            from outbox_recipient
            where destination = ? and lane = ? and state = 'CLAIMED' and owner <> ? for update
            """;

    private final Dialect dialect;
    private final LaneNotes notes;

    OutboxStore(Dialect dialect) {
        this.dialect = dialect;
        this.notes = new LaneNotes(dialect);
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

    /** Notes that a lane has nothing under way; false if it is another run's by now. */
    boolean clearLane(Connection connection, String destination, int lane, String name) throws SQLException {
        return notes.clear(connection, destination, lane, name);
    }

    /** Takes due recipients of a destination that nobody else has; the most urgent first. */
    List<RecipientRow> claim(Connection connection, String destination, int lane, String owner, Instant now, int most)
            throws SQLException {
        List<RecipientRow> rows = claimable(connection, destination, now, most);
        if (rows.isEmpty()) {
            return rows;
        }
        try (PreparedStatement statement = connection.prepareStatement(CLAIM)) {
            statement.setString(1, owner);
            statement.setInt(2, lane);
            statement.setArray(3, ids(connection, rows.stream().map(RecipientRow::id)));
            statement.executeUpdate();
        }
        return withMessages(connection, rows);
    }

    /**
     * One priority after the other, for each is a range of the index, in order: no estimate of the queue's length can make the
     * database sort it.
     */
    private static List<RecipientRow> claimable(Connection connection, String destination, Instant now, int most)
            throws SQLException {
        List<RecipientRow> rows = new ArrayList<>();
        OptionalInt priority = nextPriority(connection, destination, Long.MAX_VALUE);
        while (priority.isPresent() && rows.size() < most) {
            try (PreparedStatement statement = connection.prepareStatement(CLAIMABLE)) {
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

    static Array ids(Connection connection, Stream<Long> ids) throws SQLException {
        return connection.createArrayOf("bigint", ids.distinct().toArray());
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
            statement.setArray(1, ids(connection, rows.stream().map(RecipientRow::message)));
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
            statement.setArray(1, ids(connection, messages.stream()));
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
            statement.setArray(1, ids(connection, rows.stream().map(RecipientRow::id)));
            statement.setString(2, owner);
            statement.executeUpdate();
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
            statement.setArray(5, ids(connection, underWay));
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
                statement.setArray(2, ids(connection, rows.stream().map(RecipientRow::id)));
                statement.executeUpdate();
            }
        }
        return withMessages(connection, rows);
    }

    /** When somebody of a destination is due next; empty if nobody waits. */
    Optional<Instant> nextDue(Connection connection, String destination) throws SQLException {
        String sql = "select min(" + dialect.dueKey() + ") from outbox_recipient r"
                + " where r.state = 'QUEUED' and r.destination = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, destination);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                long due = rows.getLong(1);
                return rows.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(due));
            }
        }
    }

    /** The destinations at which somebody is due that could be sent to, one by one: their number is small, the queue's is not. */
    List<String> dueDestinations(Connection connection, Instant now) throws SQLException {
        String sql =
                """
                select d.name from outbox_destination d
                where d.parked_at is null and d.paused_until <= ? and d.name <> '*'
                  and not exists (select 1 from outbox_destination a where a.name = '*' and a.parked_at is not null)
                  and exists (select 1 from outbox_recipient r
                    where r.state = 'QUEUED' and r.destination = d.name and %s <= ?)
                """
                        .formatted(dialect.dueKey());
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

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements by which lanes work. Each runs in the transaction of its connection; none of them commits. */
final class OutboxStore {

    private static final int LONGEST_REPLY = 1_900;

    private static final String CLAIMABLE =
            """
            select r.id, r.message, r.address, r.lives_from, r.attempts, r.failures, r.throttled, r.at_once,
              r.ever_unknown, r.priority, r.created_at
            from outbox_recipient r
            where r.state = 'QUEUED' and r.destination = ? and r.due_at <= ?
            order by r.priority desc, r.due_at, r.id
            limit ? for update skip locked
            """;

    private static final String CLAIM =
            "update outbox_recipient set state = 'CLAIMED', owner = ?, lane = ? where id = any(?)";

    private static final String MESSAGES = "select id, message_id, size from outbox_message where id = any(?)";

    private static final String TRANSMITTING =
            "update outbox_recipient set state = 'TRANSMITTING' where id = any(?) and owner = any(?)"
                    + " and state = 'CLAIMED'";

    private static final String[] MARKED = {"id", "owner"};

    private static final String RULE =
            """
            update outbox_recipient set state = ?, due_at = ?, owner = null, lane = null, attempts = ?, failures = ?,
              throttled = ?, at_once = ?, ever_unknown = ?, phase = ?, reply = ?, decision = ?, reason = ?, rule = ?,
              settled_at = ?
            where id = ? and owner = ?
            """;

    private static final String ATTEMPT =
            """
            insert into outbox_attempt (recipient, attempt, at, acceptance, phase, reply, decision, reason, rule)
            select id, ?, ?, ?, ?, ?, ?, ?, ? from outbox_recipient where id = ? and attempts = ?
              and not exists (select 1 from outbox_attempt where recipient = ? and attempt = ?)
            """;

    private static final String LEFT_BEHIND =
            """
            select id, message, address, lives_from, attempts, failures, throttled, at_once, ever_unknown,
              priority, created_at
            from outbox_recipient
            where destination = ? and lane = ? and state in ('CLAIMED', 'TRANSMITTING') and owner <> ? for update
            """;

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

    /** Takes due recipients of a destination that nobody else has; the most urgent first. */
    List<RecipientRow> claim(Connection connection, String destination, int lane, String owner, Instant now, int most)
            throws SQLException {
        List<RecipientRow> rows;
        try (PreparedStatement statement = connection.prepareStatement(CLAIMABLE)) {
            statement.setString(1, destination);
            statement.setLong(2, now.toEpochMilli());
            statement.setInt(3, most);
            rows = readRows(statement);
        }
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

    private static Array ids(Connection connection, Stream<Long> ids) throws SQLException {
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

    /**
     * A row that somebody says is his.
     *
     * @param id its number
     * @param owner who says so
     */
    record Owned(long id, String owner) {}

    /**
     * What follows for a row that somebody says is his.
     *
     * @param ruling what follows
     * @param owner who says so
     */
    record OwnedRuling(Ruling ruling, String owner) {}

    /**
     * What could be written of what was asked for.
     *
     * @param recorded whose results were recorded
     * @param marked who is being transmitted to
     */
    record Written(Set<Owned> recorded, Set<Owned> marked) {}

    /** Whether {@link #acceptAndMark} may be used for these. */
    boolean canAcceptAndMark(List<OwnedRuling> rulings) {
        return dialect.acceptAndMark() != null && rulings.stream().allMatch(owned -> isPlain(owned.ruling()));
    }

    private static boolean isPlain(Ruling ruling) {
        return ruling.state() == OutboxState.DELIVERED && ruling.result().phase() == SmtpPhase.END_OF_DATA;
    }

    /** What {@link #record} and {@link #transmitting} do, for acceptances, in one statement that commits by itself. */
    Written acceptAndMark(Connection connection, List<OwnedRuling> accepted, List<Owned> marks) throws SQLException {
        Written written = new Written(new HashSet<>(), new HashSet<>());
        List<Ruling> rulings = accepted.stream().map(OwnedRuling::ruling).toList();
        try (PreparedStatement statement = connection.prepareStatement(dialect.acceptAndMark())) {
            statement.setArray(1, array(connection, "bigint", rulings.stream().map(r -> r.row()
                    .id())));
            statement.setArray(2, array(connection, "varchar", accepted.stream().map(OwnedRuling::owner)));
            statement.setArray(3, array(connection, "bigint", rulings.stream().map(r -> r.at().toEpochMilli())));
            statement.setArray(4, array(connection, "int", rulings.stream().map(r -> r.progress()
                    .attempts())));
            statement.setArray(5, array(connection, "varchar", rulings.stream().map(r -> reply(r.result()))));
            statement.setArray(6, array(connection, "bigint", marks.stream().map(Owned::id)));
            statement.setArray(7, array(connection, "varchar", marks.stream().map(Owned::owner)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Set<Owned> which = rows.getBoolean(3) ? written.marked() : written.recorded();
                    which.add(new Owned(rows.getLong(1), rows.getString(2)));
                }
            }
        }
        return written;
    }

    private static Array array(Connection connection, String type, Stream<? extends @Nullable Object> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** Notes that the final dots will be sent; for which of them it could be noted. */
    Set<Owned> transmitting(Connection connection, List<Owned> rows) throws SQLException {
        Set<Owned> marked = new HashSet<>();
        if (rows.isEmpty()) {
            return marked;
        }
        try (PreparedStatement statement = connection.prepareStatement(TRANSMITTING, MARKED)) {
            statement.setArray(1, ids(connection, rows.stream().map(Owned::id)));
            Object[] owners = rows.stream().map(Owned::owner).distinct().toArray();
            statement.setArray(2, connection.createArrayOf("varchar", owners));
            statement.executeUpdate();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                while (keys.next()) {
                    marked.add(new Owned(keys.getLong(1), keys.getString(2)));
                }
            }
        }
        return marked;
    }

    /** Records what attempts have brought for recipients that are still the owner's; for which of them that was so. */
    Set<Owned> record(Connection connection, List<OwnedRuling> rulings) throws SQLException {
        Set<Owned> recorded = new HashSet<>();
        if (rulings.isEmpty()) {
            return recorded;
        }
        try (PreparedStatement statement = connection.prepareStatement(RULE)) {
            for (OwnedRuling owned : rulings) {
                set(statement, owned.ruling(), owned.owner());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                OwnedRuling owned = rulings.get(i);
                if (counts[i] == 1) {
                    recorded.add(new Owned(owned.ruling().row().id(), owned.owner()));
                }
            }
        }
        List<Ruling> failures = rulings.stream()
                .map(OwnedRuling::ruling)
                .filter(r -> r.result().verdict().isPresent())
                .toList();
        if (failures.isEmpty()) {
            return recorded;
        }
        try (PreparedStatement statement = connection.prepareStatement(ATTEMPT)) {
            for (Ruling failure : failures) {
                setAttempt(statement, failure, failure.result().verdict().orElseThrow());
                statement.addBatch();
            }
            statement.executeBatch();
        }
        return recorded;
    }

    private static void set(PreparedStatement statement, Ruling ruling, String owner) throws SQLException {
        RecipientRow.Progress progress = ruling.progress();
        Verdict verdict = ruling.result().verdict().orElse(null);
        int i = 0;
        statement.setString(++i, ruling.state().name());
        statement.setLong(++i, ruling.dueAt().toEpochMilli());
        statement.setInt(++i, progress.attempts());
        statement.setInt(++i, progress.failures());
        statement.setInt(++i, progress.throttled());
        statement.setInt(++i, progress.atOnce());
        statement.setBoolean(++i, progress.everUnknown());
        statement.setString(++i, ruling.result().phase().name());
        statement.setString(++i, reply(ruling.result()));
        statement.setString(++i, verdict == null ? null : verdict.decision().name());
        statement.setString(++i, verdict == null ? null : verdict.reason().name());
        statement.setString(++i, verdict == null ? null : verdict.ruleId());
        boolean open = ruling.state() == OutboxState.QUEUED;
        if (open) {
            statement.setNull(++i, Types.BIGINT);
        } else {
            statement.setLong(++i, ruling.at().toEpochMilli());
        }
        statement.setLong(++i, ruling.row().id());
        statement.setString(++i, owner);
    }

    private static void setAttempt(PreparedStatement statement, Ruling ruling, Verdict verdict) throws SQLException {
        AttemptResult result = ruling.result();
        int number = ruling.progress().attempts();
        statement.setInt(1, number);
        statement.setLong(2, ruling.at().toEpochMilli());
        statement.setString(3, result.acceptance().name());
        statement.setString(4, result.phase().name());
        statement.setString(5, reply(result));
        statement.setString(6, verdict.decision().name());
        statement.setString(7, verdict.reason().name());
        statement.setString(8, verdict.ruleId());
        statement.setLong(9, ruling.row().id());
        statement.setInt(10, number);
        statement.setLong(11, ruling.row().id());
        statement.setInt(12, number);
    }

    /** Text from a server: printable, and bounded. */
    static @Nullable String reply(AttemptResult result) {
        return result.reply()
                .map(r -> PrintableText.of(r.toString(), LONGEST_REPLY))
                .orElse(null);
    }

    /** Gives back what a lane has claimed, or even marked, and certainly not sent. */
    void giveBack(Connection connection, List<RecipientRow> rows, String owner) throws SQLException {
        String sql = "update outbox_recipient set state = 'QUEUED', owner = null, lane = null"
                + " where id = any(?) and owner = ? and state in ('CLAIMED', 'TRANSMITTING')";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, ids(connection, rows.stream().map(RecipientRow::id)));
            statement.setString(2, owner);
            statement.executeUpdate();
        }
    }

    /** Gives back what earlier owners of a lane had claimed in this epoch, and not begun to transmit. */
    void giveBackOfOthers(Connection connection, String destination, int lane, String owner, String epoch)
            throws SQLException {
        String sql = "update outbox_recipient set state = 'QUEUED', owner = null, lane = null"
                + " where destination = ? and lane = ? and state = 'CLAIMED' and owner <> ? and owner like ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, destination);
            statement.setInt(2, lane);
            statement.setString(3, owner);
            statement.setString(4, "%:" + epoch);
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

    /** What earlier owners of a lane have left, and may have transmitted; now the new owner's. */
    List<RecipientRow> takeOver(Connection connection, String destination, int lane, String owner) throws SQLException {
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
        String sql = "select min(due_at) from outbox_recipient where state = 'QUEUED' and destination = ?";
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
                    where r.state = 'QUEUED' and r.destination = d.name and r.due_at <= ?)
                """;
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
                    where r.state in ('CLAIMED', 'TRANSMITTING')) lanes
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

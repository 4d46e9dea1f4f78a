/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that are run for each message: what became of the last one, and that the final dot of the next follows. */
final class OutboxRecords {

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

    private final Dialect dialect;

    OutboxRecords(Dialect dialect) {
        this.dialect = dialect;
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

    /** Forces to the disk what was committed. H2 needs to be told so even without a write delay, or a kill loses it. */
    void force(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("checkpoint sync");
        }
    }

    /** Whether a commit alone does not suffice before a final dot. */
    boolean mustForce() {
        return dialect == Dialect.H2;
    }

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
            statement.setArray(
                    5,
                    array(
                            connection,
                            "varchar",
                            rulings.stream().map(r -> reply(r.result().reply()))));
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
            statement.setArray(1, OutboxStore.ids(connection, rows.stream().map(Owned::id)));
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
        statement.setString(++i, reply(ruling.result().reply()));
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
        statement.setString(5, reply(result.reply()));
        statement.setString(6, verdict.decision().name());
        statement.setString(7, verdict.reason().name());
        statement.setString(8, verdict.ruleId());
        statement.setLong(9, ruling.row().id());
        statement.setInt(10, number);
        statement.setLong(11, ruling.row().id());
        statement.setInt(12, number);
    }

    /** Text from a server: printable, and bounded. */
    static @Nullable String reply(Optional<SmtpReply> reply) {
        return reply.map(r -> PrintableText.of(r.toString(), OutboxStore.LONGEST_REPLY))
                .orElse(null);
    }
}

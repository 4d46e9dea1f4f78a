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
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statements that record what became of messages. */
final class OutboxRecords {

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
     * Whether {@link #accept} may be used for it: it was accepted, and nothing but that is new.
     *
     * @param ruling what follows from an attempt
     */
    static boolean isPlain(Ruling ruling) {
        return ruling.state() == OutboxState.DELIVERED && ruling.result().phase() == SmtpPhase.END_OF_DATA;
    }

    /** Whether there is a statement for acceptances alone. */
    boolean canAccept() {
        return dialect.accept() != null;
    }

    /** Does what {@link #record} does, for acceptances alone, in one statement; who was still the owner's. */
    Set<Long> accept(Connection connection, String owner, List<Ruling> accepted) throws SQLException {
        Set<Long> recorded = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(dialect.accept())) {
            statement.setArray(1, array(connection, "bigint", accepted.stream().map(r -> r.row()
                    .id())));
            statement.setArray(2, array(connection, "bigint", accepted.stream().map(r -> r.at().toEpochMilli())));
            statement.setArray(3, array(connection, "int", accepted.stream().map(r -> r.progress()
                    .attempts())));
            statement.setArray(
                    4,
                    array(
                            connection,
                            "varchar",
                            accepted.stream().map(r -> reply(r.result().reply()))));
            statement.setString(5, owner);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    recorded.add(rows.getLong(1));
                }
            }
        }
        return recorded;
    }

    private static Array array(Connection connection, String type, Stream<? extends @Nullable Object> values)
            throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** Records what attempts have brought for recipients that are still the owner's; for which of them that was so. */
    Set<Long> record(Connection connection, String owner, List<Ruling> rulings) throws SQLException {
        Set<Long> recorded = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(RULE)) {
            for (Ruling ruling : rulings) {
                set(statement, ruling, owner);
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] == 1) {
                    recorded.add(rulings.get(i).row().id());
                }
            }
        }
        List<Ruling> failures =
                rulings.stream().filter(r -> r.result().verdict().isPresent()).toList();
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

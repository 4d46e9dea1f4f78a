/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.smtp.SmtpReply;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run of a lane has claimed and found out, and where it is written: before each final dot in the lane's own row,
 * in the recipients' rows as soon as something else than an acceptance is to be told, or there are enough of them. Confined
 * to its lane.
 */
final class LaneBook {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    /** So many acceptances are recorded at once: a recipient's row costs less then. */
    private static final int AT_ONCE = 16;

    /** For so long an acceptance may be in the lane's row alone. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final OutboxWork work;
    private final OwnConnection database;
    private final String destination;
    private final int index;
    private final String name = UUID.randomUUID().toString();
    private final List<Ruling> unrecorded = new ArrayList<>();

    /** Of those that are not recorded, who was accepted and has nothing else to tell, with the server's reply. */
    private final Map<Long, String> accepted = new TreeMap<>();

    private String owner = name;
    private boolean lost;

    LaneBook(OutboxWork work, OwnConnection database, String destination, int index) {
        this.work = work;
        this.database = database;
        this.destination = destination;
        this.index = index;
    }

    /** Whether another run has the lane by now, or it may have: then nothing more is sent by this one. */
    boolean isLost() {
        return lost;
    }

    void lose() {
        lost = true;
    }

    /** What an earlier run has left: what it claimed goes back, what it was transmitting may have been accepted. */
    void recover() throws SQLException {
        OutboxClaims.LeftBehind left = database.call(connection -> {
            String epoch = work.store().epoch(connection);
            owner = owner(epoch);
            return work.claims().takeOver(connection, destination, index, name, epoch, owner);
        });
        AttemptResult unknown = AttemptResult.unknown(Verdict.of(Reason.CONNECTION_LOST));
        left.unknown().forEach(row -> rule(row, unknown, true));
        left.accepted().forEach((row, reply) -> rule(row, AttemptResult.accepted(SmtpReply.parse(reply)), true));
        record();
    }

    /** Who claims in this epoch: so a claim from before a crash of the database is known as such. */
    private String owner(String epoch) {
        return name + ":" + epoch;
    }

    /** Takes due recipients. Everything found out so far has to be recorded. */
    List<RecipientRow> claim(Instant now, int most) throws SQLException {
        return database.call(connection -> {
            owner = owner(work.store().epoch(connection));
            if (!work.claims().clearLane(connection, destination, index, name)) {
                lost = true;
                return List.of();
            }
            return work.claims().claim(connection, destination, index, owner, now, most);
        });
    }

    /** Gives back what was claimed and certainly not sent. */
    void giveBack(List<RecipientRow> rows) throws SQLException {
        database.call(connection -> {
            work.claims().giveBack(connection, rows, owner);
            return true;
        });
    }

    /** The gate before the final dot: whether it may be sent to these. */
    boolean mayTransmit(List<RecipientRow> rows) {
        try {
            if (isRecordDue()) {
                tell(write());
            }
            boolean ours = work.journal().write(database, note(rows));
            if (!ours) {
                LOG.warn("another machine has taken over a lane to {}: nothing more is sent by this one", destination);
            }
            return ours;
        } catch (SQLException e) {
            LOG.warn("the database does not answer, so nothing is sent: {}", e.toString());
            return false;
        }
    }

    private LaneNote note(List<RecipientRow> rows) {
        return new LaneNote(
                destination, index, name, rows.stream().map(RecipientRow::id).toList(), accepted);
    }

    private boolean isRecordDue() {
        return !unrecorded.isEmpty()
                && (unrecorded.size() >= AT_ONCE
                        || unrecorded
                                .get(0)
                                .at()
                                .isBefore(work.timekeeper().now().minus(SOON))
                        || !areAllAccepted());
    }

    private boolean areAllAccepted() {
        return accepted.size() == unrecorded.size();
    }

    /** Takes in what an attempt has brought. */
    void rule(RecipientRow row, AttemptResult result, boolean accountWorks) {
        Ruling ruling = Ruling.on(
                row,
                result,
                accountWorks,
                work.settings().policy(),
                work.timekeeper().now(),
                work.timekeeper().random());
        unrecorded.add(ruling);
        if (OutboxRecords.isPlain(ruling)) {
            accepted.put(row.id(), Objects.requireNonNullElse(OutboxRecords.reply(result.reply()), ""));
        }
    }

    /** Records what is not recorded yet. */
    void record() throws SQLException {
        if (!unrecorded.isEmpty()) {
            tell(database.insist(this::write));
        }
    }

    private Set<Long> write() throws SQLException {
        if (work.records().canAccept() && areAllAccepted()) {
            return database.callAlone(connection -> work.records().accept(connection, owner, unrecorded));
        }
        return database.callOnce(connection -> work.records().record(connection, owner, unrecorded));
    }

    private void tell(Set<Long> recorded) {
        List<Ruling> told = List.copyOf(unrecorded);
        unrecorded.clear();
        accepted.clear();
        told.forEach(ruling ->
                work.tell(ruling, destination, recorded.contains(ruling.row().id())));
    }
}

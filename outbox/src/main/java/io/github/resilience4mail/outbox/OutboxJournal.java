/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where the lanes of one machine write before each final dot. While a transaction is on its way, what others have to
 * write gathers for the next one, so that many lanes cost hardly more commits than one. Thread-safe.
 */
final class OutboxJournal {

    private final OutboxRecords records;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final int atOnce;
    private int writing;

    /**
     * Writes nothing yet.
     *
     * @param records the statements
     * @param atOnce how many transactions may be on their way at once
     */
    OutboxJournal(OutboxRecords records, int atOnce) {
        this.records = records;
        this.atOnce = atOnce;
    }

    /** What one lane writes. */
    private static final class Entry {

        private final String owner;
        private final List<Ruling> results;
        private final List<RecipientRow> marks;
        private final Condition ended;
        private boolean done;
        private Written written = new Written(false, Set.of());
        private @Nullable SQLException failure;

        Entry(String owner, List<Ruling> results, List<RecipientRow> marks, Condition ended) {
            this.owner = owner;
            this.results = results;
            this.marks = marks;
            this.ended = ended;
        }

        void failed(SQLException e) {
            failure = e;
        }
    }

    /**
     * What became of what a lane had to write.
     *
     * @param ours whether all of the marks could be made
     * @param recorded the numbers of those whose results were recorded; others are not the owner's any longer
     */
    record Written(boolean ours, Set<Long> recorded) {}

    /**
     * Records results, and marks others as being transmitted, in one transaction that has been committed when this
     * returns.
     *
     * @param database the lane's own connection; others' entries may go with it
     * @param owner of the rows; those of anybody else are left alone
     * @param results of what was sent
     * @param marks whose final dot comes next
     * @return what became of it
     * @throws SQLException if nothing was written
     */
    Written write(OwnConnection database, String owner, List<Ruling> results, List<RecipientRow> marks)
            throws SQLException {
        Entry entry = new Entry(owner, List.copyOf(results), marks, lock.newCondition());
        List<Entry> group = awaitTurn(entry);
        if (!group.isEmpty()) {
            try {
                write(database, group);
            } finally {
                end(group);
            }
        }
        SQLException failure = entry.failure;
        if (failure != null) {
            throw failure;
        }
        return entry.written;
    }

    /** Whose entries this thread writes, its own among them; empty if another has written it. */
    private List<Entry> awaitTurn(Entry entry) {
        lock.lock();
        try {
            waiting.add(entry);
            while (!entry.done && writing >= atOnce) {
                entry.ended.awaitUninterruptibly();
            }
            if (entry.done || !waiting.contains(entry)) {
                return awaitEnd(entry);
            }
            writing++;
            List<Entry> group = List.copyOf(waiting);
            waiting.clear();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private static List<Entry> awaitEnd(Entry entry) {
        while (!entry.done) {
            entry.ended.awaitUninterruptibly();
        }
        return List.of();
    }

    private void end(List<Entry> group) {
        lock.lock();
        try {
            writing--;
            for (Entry entry : group) {
                entry.done = true;
                entry.ended.signal();
            }
            Entry next = waiting.peek();
            if (next != null) {
                next.ended.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** All in one transaction; one by one, should one of them be at fault. */
    private void write(OwnConnection database, List<Entry> group) {
        try {
            OutboxRecords.Written all = writeTogether(database, group);
            group.forEach(entry -> entry.written = ofEntry(all, entry));
        } catch (SQLException e) {
            if (group.size() == 1 || OwnConnection.isAway(e)) {
                group.forEach(entry -> entry.failed(e));
            } else {
                group.forEach(entry -> write(database, List.of(entry)));
            }
        } catch (RuntimeException e) {
            group.forEach(entry -> entry.failed(new SQLException("nothing could be written", e)));
        }
    }

    private static Written ofEntry(OutboxRecords.Written all, Entry entry) {
        boolean ours = entry.marks.stream()
                .allMatch(row -> all.marked().contains(new OutboxRecords.Owned(row.id(), entry.owner)));
        Set<Long> recorded = entry.results.stream()
                .map(ruling -> ruling.row().id())
                .filter(id -> all.recorded().contains(new OutboxRecords.Owned(id, entry.owner)))
                .collect(Collectors.toUnmodifiableSet());
        return new Written(ours, recorded);
    }

    private OutboxRecords.Written writeTogether(OwnConnection database, List<Entry> group) throws SQLException {
        List<OutboxRecords.OwnedRuling> results = new ArrayList<>();
        List<OutboxRecords.Owned> marks = new ArrayList<>();
        for (Entry entry : group) {
            entry.results.forEach(ruling -> results.add(new OutboxRecords.OwnedRuling(ruling, entry.owner)));
            entry.marks.forEach(row -> marks.add(new OutboxRecords.Owned(row.id(), entry.owner)));
        }
        if (records.canAcceptAndMark(results)) {
            return database.callAlone(connection -> records.acceptAndMark(connection, results, marks));
        }
        OutboxRecords.Written written = database.callOnce(connection -> new OutboxRecords.Written(
                records.record(connection, results), records.transmitting(connection, marks)));
        if (records.mustForce()) {
            database.callAlone(connection -> {
                records.force(connection);
                return true;
            });
        }
        return written;
    }
}

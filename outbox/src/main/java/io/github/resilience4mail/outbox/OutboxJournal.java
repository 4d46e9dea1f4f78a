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
        private boolean ours;
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
     * Records results, and marks others as being transmitted, in one transaction that has been committed when this
     * returns.
     *
     * @param database the lane's own connection; others' entries may go with it
     * @param owner of the rows; those of anybody else are left alone
     * @param results of what was sent
     * @param marks whose final dot comes next
     * @return whether all of the marks could be made
     * @throws SQLException if nothing was written
     */
    boolean write(OwnConnection database, String owner, List<Ruling> results, List<RecipientRow> marks)
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
        return entry.ours;
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
            Set<OutboxRecords.Owned> marked = writeTogether(database, group);
            for (Entry entry : group) {
                entry.ours = entry.marks.stream()
                        .allMatch(row -> marked.contains(new OutboxRecords.Owned(row.id(), entry.owner)));
            }
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

    private Set<OutboxRecords.Owned> writeTogether(OwnConnection database, List<Entry> group) throws SQLException {
        List<OutboxRecords.OwnedRuling> results = new ArrayList<>();
        List<OutboxRecords.Owned> marks = new ArrayList<>();
        for (Entry entry : group) {
            entry.results.forEach(ruling -> results.add(new OutboxRecords.OwnedRuling(ruling, entry.owner)));
            entry.marks.forEach(row -> marks.add(new OutboxRecords.Owned(row.id(), entry.owner)));
        }
        if (records.canAcceptAndMark(results)) {
            return database.callAlone(connection -> records.acceptAndMark(connection, results, marks));
        }
        Set<OutboxRecords.Owned> marked = database.callOnce(connection -> {
            records.record(connection, results);
            return records.transmitting(connection, marks);
        });
        if (records.mustForce()) {
            database.callAlone(connection -> {
                records.force(connection);
                return true;
            });
        }
        return marked;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where the lanes of one machine note before each final dot that it is about to be sent. While a transaction is on its
 * way, what others have to write gathers for the next one, so that many lanes cost hardly more commits than one.
 * Thread-safe.
 */
final class OutboxJournal {

    private final OutboxStore store;
    private final LaneNotes notes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final int atOnce;
    private int writing;

    /**
     * Writes nothing yet.
     *
     * @param store forces to the disk what has to be
     * @param notes the statements
     * @param atOnce how many transactions may be on their way at once
     */
    OutboxJournal(OutboxStore store, LaneNotes notes, int atOnce) {
        this.store = store;
        this.notes = notes;
        this.atOnce = atOnce;
    }

    /** What one lane writes. */
    private static final class Entry {

        private final LaneNote note;
        private final Condition ended;
        private boolean done;
        private boolean ours;
        private @Nullable SQLException failure;

        Entry(LaneNote note, Condition ended) {
            this.note = note;
            this.ended = ended;
        }
    }

    /**
     * Notes what a lane has under way, in a transaction that has been committed when this returns.
     *
     * @param database the lane's own connection; others' notes may go with it
     * @param note of the lane
     * @return whether the lane is still that run's: if not, nothing was noted
     * @throws SQLException if nothing could be noted
     */
    boolean write(OwnConnection database, LaneNote note) throws SQLException {
        Entry entry = new Entry(note, lock.newCondition());
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

    private void write(OwnConnection database, List<Entry> group) {
        try {
            List<LaneNote> all = group.stream().map(entry -> entry.note).toList();
            List<Boolean> ours = database.callAlone(connection -> notes.write(connection, all));
            store.force(database);
            for (int i = 0; i < group.size(); i++) {
                group.get(i).ours = ours.get(i);
            }
        } catch (SQLException e) {
            group.forEach(entry -> entry.failure = e);
        } catch (RuntimeException e) {
            SQLException failure = new SQLException("nothing could be noted", e);
            group.forEach(entry -> entry.failure = failure);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.time.Timekeeper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What a person may do with an outbox, on any machine, whether one is running or not. Thread-safe. */
public final class OutboxOperations {

    private static final String WAITING = "state in ('QUEUED', 'PARKED')";

    private final DataSource dataSource;
    private final Timekeeper timekeeper;

    /**
     * Operations on an outbox.
     *
     * @param dataSource where its tables are
     * @param timekeeper the clock
     */
    public OutboxOperations(DataSource dataSource, Timekeeper timekeeper) {
        this.dataSource = dataSource;
        this.timekeeper = timekeeper;
    }

    /**
     * Operations on an outbox from outside, after a look whether it can be read.
     *
     * @param dataSource where its tables are
     * @param timekeeper the clock
     * @return the operations
     * @throws OutboxException if the tables are missing or of another version, or the database does not answer
     */
    public static OutboxOperations open(DataSource dataSource, Timekeeper timekeeper) {
        OutboxOperations operations = new OutboxOperations(dataSource, timekeeper);
        operations.call(connection -> {
            OutboxSchema.check(connection);
            return true;
        });
        return operations;
    }

    /**
     * Lists recipients, by their numbers.
     *
     * @param filter which
     * @param afterId only those with higher numbers: 0 to begin with, then the last one's
     * @param most how many at the most, 1 or more
     * @return them; fewer than asked for if there are no more
     */
    public List<OutboxRecipient> list(OutboxFilter filter, long afterId, int most) {
        if (most < 1) {
            throw new IllegalArgumentException("a list has 1 or more recipients, not " + most);
        }
        return call(connection -> OutboxQueries.list(connection, filter, afterId, most));
    }

    /**
     * Lists recipients in a state, by their numbers.
     *
     * @param state which
     * @param afterId only those with higher numbers: 0 to begin with, then the last one's
     * @param most how many at the most
     * @return them
     */
    public List<OutboxRecipient> list(OutboxState state, long afterId, int most) {
        return list(OutboxFilter.in(state), afterId, most);
    }

    /**
     * Looks at one recipient.
     *
     * @param id its number
     * @return how it stands, or empty if there is none of this number
     */
    public Optional<OutboxRecipient> find(long id) {
        return call(connection -> OutboxQueries.find(connection, id));
    }

    /**
     * Looks at the recipients of a message.
     *
     * @param messageId in its brackets
     * @return how they stand
     */
    public List<OutboxRecipient> ofMessage(String messageId) {
        return call(connection -> OutboxQueries.ofMessage(connection, messageId));
    }

    /**
     * Says what the attempts for a recipient have brought, but for one that was accepted.
     *
     * @param id its number
     * @return the attempts, in order
     */
    public List<OutboxAttempt> attempts(long id) {
        return call(connection -> OutboxQueries.attempts(connection, id));
    }

    /** {@return how many recipients there are, by destination and state, and since when} */
    public List<OutboxDepth> depth() {
        return call(connection -> OutboxQueries.depth(connection, false));
    }

    /** {@return the same for those who have no outcome yet, which costs less where many outcomes are kept} */
    public List<OutboxDepth> openDepth() {
        return call(connection -> OutboxQueries.depth(connection, true));
    }

    /**
     * Makes a recipient who waits due at once. It does not release one that is parked.
     *
     * @param id its number
     * @return false if it does not wait
     */
    public boolean retryNow(long id) {
        long now = timekeeper.now().toEpochMilli();
        return update("update outbox_recipient set due_at = ? where id = ? and state = 'QUEUED'", now, id) > 0;
    }

    /**
     * Makes all who wait for a destination due at once, for example after its server has come back. What the throttle
     * of the destination knows still holds.
     *
     * @param destination which; null for all
     * @return how many
     */
    public int retryAllNow(@Nullable String destination) {
        long now = timekeeper.now().toEpochMilli();
        String sql = "update outbox_recipient set due_at = ? where state = 'QUEUED' and due_at > ?";
        return destination == null
                ? update(sql, now, now)
                : update(sql + " and destination = ?", now, now, destination);
    }

    /**
     * Takes out a recipient who waits.
     *
     * @param id its number
     * @return false if it does not wait: a lane has it, or it has its outcome
     */
    public boolean cancel(long id) {
        long now = timekeeper.now().toEpochMilli();
        return update(
                        "update outbox_recipient set state = 'CANCELLED', settled_at = ? where id = ? and " + WAITING,
                        now,
                        id)
                > 0;
    }

    /**
     * Parks a recipient who waits: it is not sent, and does not age, until it is released.
     *
     * @param id its number
     * @return false if it does not wait
     */
    public boolean park(long id) {
        long now = timekeeper.now().toEpochMilli();
        return update(
                        "update outbox_recipient set state = 'PARKED', settled_at = ? where id = ? and state = 'QUEUED'",
                        now,
                        id)
                > 0;
    }

    /**
     * Releases a recipient that is parked: it is due at once, and the time in which it was parked does not count.
     *
     * @param id its number
     * @return false if it is not parked
     */
    public boolean release(long id) {
        return release("id = ?", id) > 0;
    }

    private int release(String which, Object... values) {
        long now = timekeeper.now().toEpochMilli();
        Object[] all = new Object[values.length + 2];
        all[0] = now;
        all[1] = now;
        System.arraycopy(values, 0, all, 2, values.length);
        return update(
                "update outbox_recipient set state = 'QUEUED', due_at = ?, lives_from = lives_from + ? - settled_at,"
                        + " settled_at = null where state = 'PARKED' and " + which,
                all);
    }

    /** Parks everything that is sent with the account, by hand. */
    public void parkAccount() {
        boolean unused = parkDestination(DestinationRow.ACCOUNT);
    }

    /**
     * Parks a destination by hand: nothing is sent there, and what waits for it does not age, until it is released.
     *
     * @param destination which, as {@link OutboxRecipient#destination} has it
     * @return false if it is parked already
     */
    public boolean parkDestination(String destination) {
        return call(connection -> {
            OutboxStore store = new OutboxStore(Dialect.of(connection));
            return store.park(connection, destination, "by hand", timekeeper.now());
        });
    }

    /**
     * Releases the account, after somebody has put right what was refused, and every recipient that is parked. What
     * waited meanwhile has not aged.
     *
     * @return whether the account was parked
     */
    public boolean releaseAccount() {
        int unused = release("1 = 1");
        return releaseDestination(DestinationRow.ACCOUNT);
    }

    /**
     * Releases a destination that is parked. Recipients that are parked one by one stay so.
     *
     * @param destination which
     * @return whether it was parked
     */
    public boolean releaseDestination(String destination) {
        boolean account = destination.equals(DestinationRow.ACCOUNT);
        return call(connection -> {
            long now = timekeeper.now().toEpochMilli();
            String aged = "update outbox_recipient set lives_from = lives_from + ? - greatest(created_at,"
                    + " (select parked_at from outbox_destination where name = ?))"
                    + " where state = 'QUEUED' and (destination = ? or " + (account ? "1 = 1)" : "1 = 0)")
                    + " and exists (select 1 from outbox_destination where name = ? and parked_at is not null)";
            update(connection, aged, now, destination, destination, destination);
            String release = "update outbox_destination set parked_at = null, parked_why = null"
                    + " where name = ? and parked_at is not null";
            return update(connection, release, destination) > 0;
        });
    }

    /** {@return what is parked as a whole, destinations and the account; not single recipients} */
    public List<OutboxParking> parked() {
        return call(OutboxQueries::parked);
    }

    /**
     * Says why nothing is sent with the account.
     *
     * @return what was refused, printable; empty if it is not parked
     */
    public Optional<String> accountParked() {
        return parked().stream()
                .filter(OutboxParking::isAccount)
                .map(OutboxParking::why)
                .findFirst();
    }

    /**
     * Deletes recipients who have had their outcome for long enough, and the messages of which nobody is left; with a message
     * goes its idempotency key. Each transaction is short: if the database goes away in the middle, what was deleted so far
     * is.
     *
     * @param retention for how long an outcome is kept, zero or more
     * @return how many recipients
     */
    public int purge(Duration retention) {
        if (retention.isNegative()) {
            throw new IllegalArgumentException("outcomes are kept for zero or more, not for " + retention);
        }
        return ask(database ->
                new OutboxRetention(database, () -> true).purge(timekeeper.now().minus(retention)));
    }

    /**
     * Feeds a bounce back to the recipient whom it is about: found by the Message-ID and the address that it names, or, if
     * it has no Message-ID, by the address alone, which may come from a variable envelope return path, as long as only
     * one message of the last 14 days to that address has an outcome. A recipient who counted as DELIVERED, or whose
     * acceptance was UNKNOWN, is GIVEN_UP then, with phase BOUNCE and the verdict; another time nothing changes. Anybody
     * can write a bounce: hand in those only that came to your own envelope senders.
     *
     * @param report of a bounce
     * @return what it has changed
     */
    public OutboxBounce bounced(BounceReport report) {
        return call(connection -> Bounces.record(connection, report, timekeeper.now()));
    }

    private int update(String sql, Object... values) {
        return call(connection -> update(connection, sql, values));
    }

    private static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private <T> T call(OwnConnection.Transaction<T> transaction) {
        return ask(database -> database.callOnce(transaction));
    }

    /** Something that takes one transaction or more. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(OwnConnection database) throws SQLException;
    }

    private <T> T ask(Question<T> question) {
        try (OwnConnection database = new OwnConnection(dataSource, timekeeper)) {
            return question.ask(database);
        } catch (SQLException e) {
            throw new OutboxException("the outbox could not be asked: " + e.getMessage(), e);
        }
    }
}

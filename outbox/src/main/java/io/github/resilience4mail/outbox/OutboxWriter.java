/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.ThrottleKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** Writes messages into the outbox, in the transaction of whoever enqueues them. Thread-safe. */
final class OutboxWriter {

    /** How many numbers are taken from the sequence at once. */
    private static final int BLOCK = 1_000;

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String MESSAGE =
            "insert into outbox_message (id, format, message_id, idempotency_key, size, body, created_at, "
                    + KeptMessage.OPTIONS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String RECIPIENT =
            """
            insert into outbox_recipient (id, message, address, destination, priority, state, due_at, lives_from,
              created_at, attempts, failures, throttled, at_once, ever_unknown, delay_told)
            values (?, ?, ?, ?, ?, 'QUEUED', ?, ?, ?, 0, 0, 0, 0, false, false)
            """;

    private final DataSource dataSource;
    private final OutboxStore store;
    private final OutboxSettings settings;
    private final String account;
    private final Set<String> destinations = ConcurrentHashMap.newKeySet();
    private long nextId;
    private long endOfBlock;

    OutboxWriter(DataSource dataSource, OutboxStore store, OutboxSettings settings, String account) {
        this.dataSource = dataSource;
        this.store = store;
        this.settings = settings;
        this.account = account;
    }

    /** A run of insertions, sent to the database together. */
    final class Batch implements AutoCloseable {

        private static final int ROWS = 500;
        private static final int BYTES = 1 << 20;

        private final Connection connection;
        private final Instant now;
        private final PreparedStatement messages;
        private final PreparedStatement keyed;
        private final PreparedStatement recipients;
        private int rows;
        private int bytes;
        private long count;
        private int newMessages;

        Batch(Connection connection, Instant now) throws SQLException {
            this.connection = connection;
            this.now = now;
            this.messages = connection.prepareStatement(MESSAGE);
            this.keyed = connection.prepareStatement(MESSAGE + store.unlessKnown());
            this.recipients = connection.prepareStatement(RECIPIENT);
        }

        /** Adds the message's bytes; its number, or empty if its idempotency key is known. */
        OptionalLong addMessage(OutboxMessage message) throws SQLException {
            check(message);
            long id = nextId(connection);
            String key = message.idempotencyKey();
            if (key != null) {
                set(keyed, id, message);
                return isNew(key) ? OptionalLong.of(id) : OptionalLong.empty();
            }
            set(messages, id, message);
            messages.addBatch();
            newMessages++;
            bytes += message.size();
            return OptionalLong.of(id);
        }

        private void set(PreparedStatement statement, long id, OutboxMessage message) throws SQLException {
            statement.setLong(1, id);
            statement.setInt(2, OutboxSchema.VERSION);
            statement.setString(3, message.messageId());
            statement.setString(4, message.idempotencyKey());
            statement.setInt(5, message.size());
            statement.setBytes(6, message.body());
            statement.setLong(7, now.toEpochMilli());
            KeptMessage.writeOptions(statement, 8, message.options());
        }

        /** Inserts one with a key at once. Somebody else may be about to: the database waits for how that ends. */
        private boolean isNew(String key) throws SQLException {
            try {
                return keyed.executeUpdate() > 0;
            } catch (SQLException e) {
                if (UNIQUE_VIOLATION.equals(e.getSQLState()) && isKnown(key)) {
                    return false;
                }
                throw e;
            }
        }

        private boolean isKnown(String key) throws SQLException {
            String sql = "select 1 from outbox_message where idempotency_key = ?";
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, key);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next();
                }
            }
        }

        private void check(OutboxMessage message) {
            if (message.size() > settings.maxMessageBytes()) {
                throw new OutboxException(
                        message + " is larger than the " + settings.maxMessageBytes()
                                + " bytes that the outbox takes: raise maxMessageBytes, or send a link",
                        null);
            }
            if (message.messageId().length() > 998) {
                throw new OutboxException(
                        "the Message-ID has " + message.messageId().length()
                                + " characters: a line has 998 at the most (RFC 5322 section 2.1.1)",
                        null);
            }
        }

        void addRecipient(long message, String address, int priority) throws SQLException {
            if (address.length() > OutboxMessage.LONGEST_ADDRESS) {
                throw new OutboxException(
                        "a recipient's address has " + address.length()
                                + " characters: no server takes more than 320 (RFC 5321 section 4.5.3.1)",
                        null);
            }
            long millis = now.toEpochMilli();
            recipients.setLong(1, nextId(connection));
            recipients.setLong(2, message);
            recipients.setString(3, address);
            recipients.setString(4, destination(address));
            recipients.setInt(5, priority);
            recipients.setLong(6, millis);
            recipients.setLong(7, millis);
            recipients.setLong(8, millis);
            recipients.addBatch();
            rows++;
            count++;
            if (rows >= ROWS || bytes >= BYTES) {
                flush();
            }
        }

        private void flush() throws SQLException {
            if (newMessages > 0) {
                messages.executeBatch();
                newMessages = 0;
            }
            if (rows > 0) {
                recipients.executeBatch();
                rows = 0;
            }
            bytes = 0;
        }

        /** Sends the rest; how many recipients there were. */
        long finish() throws SQLException {
            flush();
            return count;
        }

        @Override
        public void close() throws SQLException {
            try (messages;
                    keyed;
                    recipients) {
                rows = 0;
            }
        }
    }

    private synchronized long nextId(Connection connection) throws SQLException {
        if (nextId == endOfBlock) {
            nextId = store.nextBlock(connection) * BLOCK;
            endOfBlock = nextId + BLOCK;
        }
        return nextId++;
    }

    /** By what a recipient is throttled. It has a row from now on, whatever becomes of the caller's transaction. */
    private String destination(String address) throws SQLException {
        String name = settings.throttleKey() == ThrottleKey.ACCOUNT
                ? account
                : address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
        if (!destinations.contains(name)) {
            try (Connection own = dataSource.getConnection()) {
                own.setAutoCommit(true);
                store.addDestination(own, name);
            }
            destinations.add(name);
        }
        return name;
    }

    Set<String> destinations() {
        return destinations;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.javamail.SmtpLane;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mail that is kept in a database until it is delivered: enqueued in the transaction of the caller, sent by as many
 * machines as run an outbox on the same database. Rolled back means never sent; committed means sent or reported.
 *
 * <p>An outbox that is not started takes mail in, and leaves the sending to others. Thread-safe.
 */
public final class MailOutbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    static final OutboxListener NOBODY = event -> {};

    private final OutboxWork work;
    private final OutboxWriter writer;
    private final OutboxOperations operations;
    private final Object startAndStop = new Object();
    private volatile @Nullable OutboxLanes lanes;
    private boolean closed;

    private MailOutbox(Builder builder) {
        Timekeeper timekeeper;
        OutboxSettings settings;
        String account;
        try (SmtpLane probe = new SmtpLane(builder.session)) {
            timekeeper = probe.runtime().timekeeper();
            settings = builder.settings(probe.policy());
            account = probe.account();
        }
        Dialect dialect;
        try (Connection connection = builder.dataSource.getConnection()) {
            OutboxSchema.check(connection);
            dialect = Dialect.of(connection);
        } catch (SQLException e) {
            throw new OutboxException("the database of the outbox does not answer: " + e.getMessage(), e);
        }
        OutboxStore store = new OutboxStore(dialect);
        LaneNotes notes = new LaneNotes(dialect);
        work = new OutboxWork(
                builder.dataSource,
                builder.session,
                store,
                new OutboxClaims(dialect, notes),
                new OutboxRecords(dialect),
                new OutboxJournal(store, notes, dialect.writers()),
                settings,
                timekeeper,
                new RunningLanes(timekeeper),
                builder.listener,
                new AtomicBoolean());
        writer = new OutboxWriter(builder.dataSource, store, settings, account);
        operations = new OutboxOperations(builder.dataSource, timekeeper);
    }

    /**
     * Starts to set one up.
     *
     * @param dataSource where the tables are, see {@link OutboxSchema}; best a pool with a connection for each lane
     * @param session names server and account, and may hold {@code mail.smtp.retry.*}
     * @return a builder
     */
    public static Builder builder(DataSource dataSource, Session session) {
        return new Builder(dataSource, session);
    }

    /** Begins to send. Nothing the second time. */
    public void start() {
        synchronized (startAndStop) {
            if (closed) {
                throw new IllegalStateException("the outbox is closed: build another one");
            }
            if (lanes == null) {
                work.running().resume();
                OutboxLanes starting = new OutboxLanes(work);
                starting.start();
                lanes = starting;
            }
        }
    }

    /**
     * Ends sending in good order: what is in flight ends, what was claimed and not sent goes back. Mail is still taken
     * in, and {@link #start} begins to send again.
     */
    public void stop() {
        synchronized (startAndStop) {
            OutboxLanes running = lanes;
            lanes = null;
            if (running != null) {
                running.stop();
            }
        }
    }

    /**
     * Takes a message in, in the transaction of the caller, which commits or rolls back. {@link #committed} after the
     * commit makes it leave at once; otherwise it is found within seconds.
     *
     * @param connection with auto-commit off, or the message is in as soon as this returns
     * @param message what, and whom to
     * @return how many recipients it has now; 0 if its idempotency key is known
     * @throws SQLException if the database refuses
     */
    public long enqueue(Connection connection, OutboxMessage message) throws SQLException {
        return enqueueAll(connection, List.of(message).iterator());
    }

    /**
     * The same, with a transaction of its own.
     *
     * @param message to send; without a Message-ID it gets one
     * @param recipients whom to; none means those named in its headers
     * @return how many recipients it has
     * @throws MessagingException if an address cannot be sent to, in one sentence
     * @throws OutboxException if the database refuses
     */
    public long enqueue(MimeMessage message, Address... recipients) throws MessagingException {
        OutboxMessage taken = OutboxMessage.of(message, recipients);
        long count;
        try (OwnConnection own = new OwnConnection(work.dataSource(), work.timekeeper())) {
            count = own.callOnce(connection -> enqueue(connection, taken));
        } catch (SQLException e) {
            throw new OutboxException("the message was not taken in: " + e.getMessage(), e);
        }
        committed();
        return count;
    }

    /**
     * Takes many messages in, in the transaction of the caller; the iterator is asked for the next one only when there
     * is room for it.
     *
     * @param connection with auto-commit off
     * @param messages what, and whom to
     * @return how many recipients were added
     * @throws SQLException if the database refuses
     */
    public long enqueueAll(Connection connection, Iterator<OutboxMessage> messages) throws SQLException {
        try (OutboxWriter.Batch batch =
                writer.new Batch(connection, work.timekeeper().now())) {
            while (messages.hasNext()) {
                add(batch, messages.next());
            }
            return batch.finish();
        }
    }

    private static OptionalLong add(OutboxWriter.Batch batch, OutboxMessage message) throws SQLException {
        OptionalLong id = batch.addMessage(message);
        if (id.isPresent()) {
            for (String address : message.recipients()) {
                batch.addRecipient(id.getAsLong(), address, message.priority());
            }
        }
        return id;
    }

    /**
     * Takes one message in for many recipients, in the transaction of the caller; its bytes are stored once.
     *
     * @param connection with auto-commit off
     * @param message what
     * @param addresses whom to, beside its own recipients; addresses as {@link SmtpLane#recipients} gives them
     * @return how many recipients were added; 0 if its idempotency key is known
     * @throws SQLException if the database refuses
     */
    public long enqueueToAll(Connection connection, OutboxMessage message, Iterator<String> addresses)
            throws SQLException {
        try (OutboxWriter.Batch batch =
                writer.new Batch(connection, work.timekeeper().now())) {
            OptionalLong id = add(batch, message);
            while (id.isPresent() && addresses.hasNext()) {
                batch.addRecipient(id.getAsLong(), addresses.next(), message.priority());
            }
            return batch.finish();
        }
    }

    /**
     * Says that a transaction in which something was enqueued was committed: lanes look at once. On H2 it is on the disk when this
     * returns; PostgreSQL sees to that by itself.
     */
    public void committed() {
        try (OwnConnection own = new OwnConnection(work.dataSource(), work.timekeeper())) {
            work.store().force(own);
        } catch (SQLException e) {
            // it is committed all the same: the caller must not take this for a failure
            LOG.warn("what was enqueued may be lost if this program is killed at this moment: {}", e.toString());
        }
        OutboxLanes running = lanes;
        if (running != null) {
            writer.destinations().forEach(destination -> running.wake(destination, 1));
        }
    }

    /** {@return what a person may do with it} */
    public OutboxOperations operations() {
        return operations;
    }

    /**
     * Tries whether the account is welcome again, and releases it if it is.
     *
     * @return whether the server took the connection and the login
     */
    public boolean probe() {
        try (SmtpLane probe = new SmtpLane(work.session())) {
            probe.runtime().resetAccounts();
            boolean welcome = probe.connect();
            if (welcome) {
                operations.releaseAccount();
            }
            return welcome;
        }
    }

    /** {@linkplain #stop Ends sending} for good. */
    @Override
    public void close() {
        synchronized (startAndStop) {
            closed = true;
            stop();
        }
    }

    /** Sets up an outbox. Not thread-safe. */
    public static final class Builder {

        private static final int MOST_BYTES = 50_000_000;
        private static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(500);

        private final DataSource dataSource;
        private final Session session;
        private @Nullable MailRetryPolicy policy;
        private LaneSettings limits = LaneSettings.builder().build();
        private ThrottleKey throttleKey = ThrottleKey.ACCOUNT;
        private int batch = 50;
        private int threads = 16;
        private Duration heartbeat = Duration.ofSeconds(5);
        private Duration sweep = Duration.ofSeconds(1);
        private Duration idle = Duration.ofSeconds(2);
        private Duration delayWarning = Duration.ofHours(4);
        private @Nullable Duration retention;
        private int maxMessageBytes = MOST_BYTES;
        private OutboxListener listener = NOBODY;

        private Builder(DataSource dataSource, Session session) {
            this.dataSource = dataSource;
            this.session = session;
        }

        private OutboxSettings settings(MailRetryPolicy ofSession) {
            return new OutboxSettings(
                    limits,
                    throttleKey,
                    policy == null ? ofSession : policy,
                    batch,
                    threads,
                    heartbeat,
                    sweep,
                    idle,
                    delayWarning,
                    retention,
                    maxMessageBytes);
        }

        /**
         * Sets when to try again. Its deadline and its quick retries are for callers that wait, and have no meaning here.
         *
         * @param value default: the session's
         * @return this builder
         */
        public Builder policy(MailRetryPolicy value) {
            policy = value;
            return this;
        }

        /**
         * Sets what is allowed at each destination; the number of lanes counts for all machines together.
         *
         * @param value default: that of {@link LaneSettings}
         * @return this builder
         */
        public Builder limits(LaneSettings value) {
            limits = value;
            return this;
        }

        /**
         * Sets what slows down as one.
         *
         * @param value default {@link ThrottleKey#ACCOUNT}
         * @return this builder
         */
        public Builder throttleBy(ThrottleKey value) {
            throttleKey = value;
            return this;
        }

        /**
         * Sets how many lanes this machine runs for all destinations together.
         *
         * @param value 1 or more, default 16; each needs a database connection while it works
         * @return this builder
         */
        public Builder threads(int value) {
            threads = positive("threads", value);
            return this;
        }

        /**
         * Sets how many recipients a lane claims at once.
         *
         * @param value 1 or more, default 50
         * @return this builder
         */
        public Builder batch(int value) {
            batch = positive("batch", value);
            return this;
        }

        /**
         * Sets how often this machine says that it is alive. After four that are missing its lanes are taken over.
         *
         * @param value 500 milliseconds or more, default 5 seconds; the same on all machines
         * @return this builder
         */
        public Builder heartbeat(Duration value) {
            if (value.compareTo(SHORTEST_HEARTBEAT) < 0) {
                throw new IllegalArgumentException("the heartbeat is 500 ms or more, not " + value.toMillis()
                        + " ms: a machine that is merely busy would be taken for dead");
            }
            heartbeat = value;
            return this;
        }

        /**
         * Sets how often somebody looks for work that nobody was told of.
         *
         * @param value default 1 second
         * @return this builder
         */
        public Builder sweep(Duration value) {
            sweep = value;
            return this;
        }

        /**
         * Sets how long a lane keeps its connection without work.
         *
         * @param value default 2 seconds
         * @return this builder
         */
        public Builder idle(Duration value) {
            idle = value;
            return this;
        }

        /**
         * Sets after which wait a recipient is reported as {@linkplain OutboxEvent.Delayed delayed}.
         *
         * @param value default 4 hours
         * @return this builder
         */
        public Builder delayWarning(Duration value) {
            delayWarning = value;
            return this;
        }

        /**
         * Sets how long an outcome is kept: every hour one of the machines that send {@linkplain OutboxOperations#purge
         * purges} what is older.
         *
         * @param value zero or more, the same on all machines; default: for ever
         * @return this builder
         */
        public Builder retention(Duration value) {
            if (value.isNegative()) {
                throw new IllegalArgumentException("the retention is zero or more, not " + value);
            }
            retention = value;
            return this;
        }

        /**
         * Sets how large a message may be.
         *
         * @param value in bytes, default 50,000,000
         * @return this builder
         */
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = positive("maxMessageBytes", value);
            return this;
        }

        /**
         * Sets who is told what happens on this machine.
         *
         * @param value default: nobody
         * @return this builder
         */
        public Builder listener(OutboxListener value) {
            listener = value;
            return this;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is 1 or more, not " + value);
            }
            return value;
        }

        /**
         * Makes the outbox, and checks the tables.
         *
         * @return an outbox that does not send yet
         * @throws OutboxException if the tables are missing or of another version, or the database does not answer
         * @throws IllegalArgumentException if the session's {@code mail.smtp.retry.*} cannot be understood
         */
        public MailOutbox build() {
            return new MailOutbox(this);
        }
    }
}

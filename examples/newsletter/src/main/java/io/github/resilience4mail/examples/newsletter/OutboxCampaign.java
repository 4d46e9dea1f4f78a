/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxEvent;
import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxMessage;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxSchema;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.h2.jdbcx.JdbcConnectionPool;

/** Sends one issue to everybody out of a database in a file: what is in it survives the program. */
final class OutboxCampaign implements Sending {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final int PAGE = 500;
    private static final int THREADS = 16;

    private final CountingSockets sockets = new CountingSockets();
    private final JdbcConnectionPool pool;
    private final MailOutbox outbox;
    private final Timekeeper timekeeper;
    private final Map<String, LaneFigures> figures = new LinkedHashMap<>();
    private final Set<Long> told = new HashSet<>();
    private Consumer<Ending> outcomes = ending -> {};

    /**
     * @param file in which the database is, without the ending that H2 adds
     * @param session names the server
     * @param lanes how many connections a domain gets at the most
     */
    OutboxCampaign(Path file, Session session, int lanes, OnUnknown onUnknown, Timekeeper timekeeper)
            throws SQLException {
        this.timekeeper = timekeeper;
        pool = JdbcConnectionPool.create("jdbc:h2:file:" + file.toAbsolutePath() + ";REUSE_SPACE=FALSE", "", "");
        pool.setMaxConnections(2 * THREADS);
        try (Connection connection = pool.getConnection()) {
            OutboxSchema.create(connection);
        }
        session.getProperties().put("mail.smtp.socketFactory", sockets);
        outbox = MailOutbox.builder(pool, session)
                .policy(MailRetryPolicy.builder().onUnknown(onUnknown).build())
                .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                .limits(LaneSettings.builder().maxLanes(lanes).build())
                .threads(THREADS)
                // nobody else can open the file: what is left of a killed run need not be waited for for long
                .heartbeat(Duration.ofSeconds(1))
                .listener(this::hear)
                .build();
    }

    /**
     * Keeps the whole issue, in one transaction, unless it is there already.
     *
     * @param identity by which it is recognised
     * @return how many were added: 0 if a run is continued; -1 if the database holds another one, and nothing was added
     */
    long keep(Issue issue, List<Letter> letters, String identity) throws MessagingException, SQLException {
        boolean empty = outbox.operations().list(OutboxFilter.all(), 0, 1).isEmpty();
        List<OutboxMessage> messages = new ArrayList<>(letters.size());
        for (Letter letter : letters) {
            messages.add(OutboxMessage.of(issue.messageTo(letter.subscriber(), letter.number()))
                    .withIdempotencyKey(identity + "/" + letter.number()));
        }
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            long added = outbox.enqueueAll(connection, messages.iterator());
            if (empty || added == 0) {
                connection.commit();
                return added;
            }
            connection.rollback();
            return -1;
        }
    }

    /** How many have their outcome. */
    int settled() {
        List<OutboxRecipient> settled = new ArrayList<>();
        each(row -> {
            if (row.state().isSettled()) {
                settled.add(row);
            }
            return true;
        });
        return settled.size();
    }

    @Override
    public void send(Issue issue, Plan plan, Consumer<Ending> endings) throws InterruptedException {
        synchronized (this) {
            outcomes = endings;
        }
        each(row -> {
            hear(row);
            return true;
        });
        // whoever calls again has put right what was refused
        outbox.operations().releaseAccount();
        outbox.start();
        Instant latest = timekeeper.now().plus(Campaign.DEADLINE);
        while (!isOver(plan.subscribers().size(), latest)) {
            timekeeper.sleep(LOOK);
        }
        outbox.stop();
        boolean accountParked = outbox.operations().accountParked().isPresent();
        each(row -> {
            tell(row, outcome(row.state(), accountParked));
            return true;
        });
    }

    /** Whether nobody is left who can be sent to before that time. */
    private boolean isOver(int subscribers, Instant latest) {
        synchronized (this) {
            if (told.size() == subscribers) {
                return true;
            }
        }
        return outbox.operations().accountParked().isPresent()
                || each(row -> row.state().isSettled()
                        || row.state() == OutboxState.PARKED
                        || (row.state() == OutboxState.QUEUED && row.dueAt().isAfter(latest)));
    }

    /** Goes through all rows for as long as it is so; whether it was so for all. */
    private boolean each(Predicate<OutboxRecipient> goOn) {
        long last = 0;
        List<OutboxRecipient> page = outbox.operations().list(OutboxFilter.all(), last, PAGE);
        while (!page.isEmpty()) {
            if (!page.stream().allMatch(goOn)) {
                return false;
            }
            last = page.get(page.size() - 1).id();
            page = outbox.operations().list(OutboxFilter.all(), last, PAGE);
        }
        return true;
    }

    private void hear(OutboxEvent event) {
        if (event instanceof OutboxEvent.Settled settled) {
            hear(settled.recipient());
        }
    }

    private void hear(OutboxRecipient row) {
        if (row.state().isSettled()) {
            tell(row, outcome(row.state(), false));
        }
    }

    private static Outcome outcome(OutboxState state, boolean accountParked) {
        return switch (state) {
            case DELIVERED -> Outcome.DELIVERED;
            case GIVEN_UP, CANCELLED -> Outcome.GIVEN_UP;
            case UNKNOWN -> Outcome.UNKNOWN;
            case PARKED -> Outcome.FIX_CONFIG;
            case QUEUED, CLAIMED -> accountParked ? Outcome.FIX_CONFIG : Outcome.DEFERRED;
        };
    }

    /** Each row once, whoever tells of it: the listener, or the database. */
    private synchronized void tell(OutboxRecipient row, Outcome outcome) {
        if (!told.add(row.id())) {
            return;
        }
        boolean delivered = outcome == Outcome.DELIVERED;
        Standing standing = new Standing(
                false,
                outcome == Outcome.UNKNOWN,
                outcome,
                row.possibleDuplicate(),
                row.attempts(),
                outcome == Outcome.DEFERRED ? row.dueAt() : null,
                row.phase() == null ? null : SmtpPhase.valueOf(row.phase()),
                row.reply());
        LaneFigures one = LaneFigures.counts(delivered ? 1 : 0, row.attempts() - (delivered ? 1 : 0), 1);
        figures.merge(Audience.domainOf(row.address()), one, LaneFigures::plus);
        outcomes.accept(standing.ending(row.messageId(), row.address()));
    }

    @Override
    public synchronized Map<String, LaneFigures> lanes() {
        return new LinkedHashMap<>(figures);
    }

    @Override
    public int connections() {
        return sockets.count();
    }

    @Override
    public void close() {
        outbox.close();
        pool.dispose();
    }
}

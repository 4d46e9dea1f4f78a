/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.javamail.SmtpLane;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.throttle.LaneEvent;
import io.github.resilience4mail.throttle.LaneLimit;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a lane: as long as there is work it claims due recipients of its destination, and sends to them over one
 * connection. db-scheduler sees to it that a lane of this name runs on one machine at a time; should that machine be
 * taken for dead, its owner's name is what keeps it from sending a final dot.
 */
final class OutboxLane {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    /** After so many another destination may have the thread. */
    private static final int MOST_IN_A_RUN = 2_000;

    private static final int FEW = 8;
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int MOST_LOOKS = 20;

    private final OutboxWork work;
    private final String destination;
    private final int index;
    private final Opener opener;
    private final SharedLimit limit;
    private final SmtpLane smtp;
    private final OwnConnection database;
    private final LaneBook book;
    private int opened;
    private int looks;
    private boolean accountWorks;
    private boolean parked;

    /** Sees to it that more lanes run. */
    @FunctionalInterface
    interface Opener {

        /**
         * Wakes lanes of a destination that have not been needed so far.
         *
         * @param destination where
         * @param from the first one
         * @param to the one behind the last
         */
        void open(String destination, int from, int to);
    }

    OutboxLane(OutboxWork work, String destination, int index, Opener opener) {
        this.work = work;
        this.destination = destination;
        this.index = index;
        this.opener = opener;
        this.opened = index + 1;
        this.limit = new SharedLimit(work.store(), destination, work.settings().limits(), index, () -> work.running()
                .atLeast(destination));
        this.smtp = new SmtpLane(work.session());
        this.database = new OwnConnection(work.dataSource(), work.timekeeper());
        this.book = new LaneBook(work, database, destination, index);
    }

    /** Works; when to run again, or null if another run makes no sense before somebody wakes it. */
    @Nullable
    Instant run() throws SQLException, InterruptedException {
        work.running().begins(destination, index);
        try (smtp;
                database) {
            book.recover();
            Instant again = null;
            boolean goOn = true;
            int sent = 0;
            while (goOn) {
                long heard = work.running().calls(destination);
                Instant now = now();
                List<RecipientRow> claimed = claim(now, sent);
                sent += claimed.size();
                openMore(claimed.size());
                sendAll(claimed);
                looks = claimed.isEmpty() ? looks : 0;
                again = claimed.isEmpty() ? nextRun(now) : now;
                goOn = claimed.isEmpty() ? awaitWork(again, now, heard) : !isOver(sent);
            }
            return again;
        } finally {
            work.running().ends(destination, index);
        }
    }

    /** How many to claim: what is learnt from them is shared with the next claim, so a run begins with few, and doubles them. */
    private int most(Instant now, int sent) {
        return limit.isTight(now)
                ? 1
                : Math.min(Math.max(FEW, sent), work.settings().batch());
    }

    /** Where there is more to do than this lane can take at once, and more lanes are borne, they need not wait for the sweep. */
    private void openMore(int claimed) {
        int borne = limit.limit().lanes();
        opened = Math.max(opened, work.running().atLeast(destination));
        if (claimed > 1 && borne > opened) {
            opener.open(destination, opened, borne);
            opened = borne;
        }
    }

    private Instant now() {
        return work.timekeeper().now();
    }

    private boolean isOver(int sent) {
        return book.isLost() || parked || work.running().isStopping() || sent >= MOST_IN_A_RUN;
    }

    /** Keeps the connection while there is nothing to do; whether there may be something now. */
    private boolean awaitWork(@Nullable Instant due, Instant now, long heard) throws InterruptedException {
        boolean paused = limit.limit().nextStart(now).isAfter(now) || limit.isOneTooMany();
        if (paused || parked || book.isLost() || work.running().isStopping()) {
            return false;
        }
        if (due == null || due.isAfter(now.plus(PAUSE))) {
            looks = 0;
            return work.running().await(destination, heard, work.settings().idle());
        }
        // somebody is due who was not there to be claimed: enqueued after the look, or others claim him at this moment
        boolean unused = work.running().await(destination, heard, PAUSE);
        looks++;
        return looks <= MOST_LOOKS;
    }

    private List<RecipientRow> claim(Instant now, int sent) throws SQLException {
        // before the look at the database: what was parked after it may have been read as free
        boolean refused = work.accountRefused().get();
        // apart from the claim: the others need the destination's row, and should not wait for the disk with it
        boolean mayStart = database.call(connection -> {
            DestinationRow known = work.store().destination(connection, destination);
            limit.exchange(connection, known.throttle(), now);
            parked = known.parked();
            if (refused && !parked && work.accountRefused().compareAndSet(true, false)) {
                // somebody has released it, perhaps from another machine: the refusal that we remember is out of date
                smtp.runtime().resetAccounts();
            }
            return mayStart(now);
        });
        limit.exchanged();
        if (!mayStart) {
            return List.of();
        }
        return book.claim(now, most(now, sent));
    }

    private boolean mayStart(Instant now) {
        LaneLimit bound = limit.limit();
        return !parked
                && !limit.isOneTooMany()
                && !work.running().isStopping()
                && !bound.nextStart(now).isAfter(now)
                && (smtp.messagesOnConnection() > 0 || !bound.nextConnect(now).isAfter(now));
    }

    /** When this lane should look again although there is nothing to do now. */
    private @Nullable Instant nextRun(Instant now) throws SQLException {
        if (parked || (limit.isOneTooMany() && index > 0)) {
            return null;
        }
        Instant due = database.call(connection -> work.store().nextDue(connection, destination))
                .orElse(null);
        if (due == null) {
            return null;
        }
        if (index > 0 && due.isAfter(now)) {
            // the first lane looks, and the sweep opens others where there is more
            return null;
        }
        Instant start = later(limit.limit().nextStart(now), limit.limit().nextConnect(now));
        // rows that are locked by others look as if there were none
        return later(later(due, start), now.plus(PAUSE));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private void sendAll(List<RecipientRow> claimed) throws SQLException {
        Claimed messages = new Claimed(claimed);
        List<RecipientRow> unsent = new ArrayList<>();
        int i = 0;
        while (i < messages.size() && mayGoOn()) {
            send(messages.recipients(i), body(messages, i++), unsent);
        }
        messages.from(i).forEach(unsent::addAll);
        book.record();
        if (!unsent.isEmpty()) {
            book.giveBack(unsent);
        }
    }

    private boolean mayGoOn() {
        Instant now = now();
        return !book.isLost()
                && !parked
                && !work.running().isStopping()
                && !limit.limit().nextStart(now).isAfter(now);
    }

    private @Nullable KeptMessage body(Claimed messages, int i) throws SQLException {
        if (!messages.hasBody(i)) {
            messages.keep(database.call(connection -> work.claims().bodies(connection, messages.toLoad(i))));
        }
        return messages.body(i);
    }

    private void send(List<RecipientRow> rows, @Nullable KeptMessage body, List<RecipientRow> unsent)
            throws SQLException {
        Instant startedAt = now();
        limit.tell(new LaneEvent.Started(), startedAt);
        if (smtp.messagesOnConnection() >= limit.limit().messagesPerConnection()) {
            smtp.close();
            limit.tell(new LaneEvent.Disconnected(), startedAt);
        }
        int onConnection = smtp.messagesOnConnection();
        Map<String, AttemptResult> results = attempt(rows, body);
        if (results.isEmpty()) {
            book.lose();
            unsent.addAll(rows);
            return;
        }
        Instant now = now();
        if (smtp.messagesOnConnection() == 1) {
            limit.connected(startedAt, now);
        }
        limit.learn(results.values(), startedAt, onConnection, now);
        boolean accountWorks = accountWorks(results.values());
        for (RecipientRow row : rows) {
            AttemptResult result = results.get(row.address());
            if (result != null) {
                book.rule(row, result, accountWorks);
            }
        }
        results.values().stream()
                .filter(result -> Ruling.concernsAccount(result, accountWorks))
                .findFirst()
                .ifPresent(this::parkAccount);
    }

    /** Whether something was ever accepted with the account; looked up only where it makes a difference. */
    private boolean accountWorks(Collection<AttemptResult> results) throws SQLException {
        accountWorks |= results.stream().anyMatch(result -> result.acceptance() == Acceptance.YES);
        if (!accountWorks && results.stream().anyMatch(result -> Ruling.concernsAccount(result, false))) {
            accountWorks = database.call(connection -> work.store().hasDelivered(connection));
        }
        return accountWorks;
    }

    private Map<String, AttemptResult> attempt(List<RecipientRow> rows, @Nullable KeptMessage body) {
        List<String> recipients = rows.stream().map(RecipientRow::address).toList();
        if (body == null) {
            // a later release has written it, and can read it: nothing is lost meanwhile
            return all(
                    recipients,
                    Verdict.builder(Reason.MESSAGE_UNREADABLE)
                            .decision(Decision.FIX_CONFIG)
                            .build());
        }
        try {
            MimeMessage message = body.open(work.session());
            return smtp.attempt(message, recipients, taken -> book.mayTransmit(only(rows, taken)));
        } catch (MessagingException e) {
            LOG.warn("a message in the outbox cannot be read, so it is given up: {}", e.getMessage());
            return all(recipients, Verdict.of(Reason.MESSAGE_UNREADABLE));
        }
    }

    /** Whoever was refused at RCPT gets nothing, so that nothing about him is ever in doubt. */
    private static List<RecipientRow> only(List<RecipientRow> rows, List<String> taken) {
        Set<String> addresses = Set.copyOf(taken);
        return rows.stream().filter(row -> addresses.contains(row.address())).toList();
    }

    private static Map<String, AttemptResult> all(List<String> recipients, Verdict verdict) {
        Map<String, AttemptResult> results = new LinkedHashMap<>();
        AttemptResult result = AttemptResult.refused(SmtpPhase.DATA, null, verdict);
        recipients.forEach(r -> results.put(r, result));
        return results;
    }

    private void parkAccount(AttemptResult refusal) {
        parked = true;
        String why = refusal.toString();
        try {
            boolean first =
                    database.call(connection -> work.store().park(connection, DestinationRow.ACCOUNT, why, now()));
            work.accountRefused().set(true);
            if (first) {
                work.tellParked(why);
            }
        } catch (SQLException e) {
            LOG.warn("the account could not be parked, so the next attempt will be refused too: {}", e.toString());
        }
    }
}

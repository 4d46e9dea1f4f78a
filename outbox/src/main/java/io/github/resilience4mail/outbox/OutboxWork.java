/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the lanes of one outbox share.
 *
 * @param dataSource where the tables are
 * @param session names server and account
 * @param store the statements on destinations and the queue
 * @param claims the statements by which lanes claim
 * @param records the statements that record outcomes
 * @param journal where they write before each final dot
 * @param settings how it is set up
 * @param timekeeper the clock
 * @param running which lanes run on this machine, and by what idle ones are told of work
 * @param listener is told what happens
 * @param accountRefused whether a lane of this machine has parked the account since this machine last saw it free
 */
record OutboxWork(
        DataSource dataSource,
        Session session,
        OutboxStore store,
        OutboxClaims claims,
        OutboxRecords records,
        OutboxJournal journal,
        OutboxSettings settings,
        Timekeeper timekeeper,
        RunningLanes running,
        OutboxListener listener,
        AtomicBoolean accountRefused) {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    /** Tells of a recipient that has its outcome, or is parked; whether it was recorded is known, or looked up. */
    void tell(Ruling ruling, String destination, boolean recorded) {
        if (ruling.state() == OutboxState.QUEUED || listener == MailOutbox.NOBODY) {
            return;
        }
        if (recorded) {
            safely(new OutboxEvent.Settled(ruling.at(), ruling.recipient(destination)));
        } else {
            tellIfRecorded(ruling);
        }
    }

    /** A write whose commit was in doubt may have recorded it before; or else the row is somebody else's by now. */
    private void tellIfRecorded(Ruling ruling) {
        try (Connection connection = dataSource.getConnection()) {
            OutboxQueries.find(connection, ruling.row().id())
                    .filter(recipient -> recipient.state() == ruling.state()
                            && Objects.equals(recipient.settledAt(), ruling.settledAt()))
                    .ifPresent(recipient -> safely(new OutboxEvent.Settled(ruling.at(), recipient)));
        } catch (SQLException e) {
            LOG.debug("nobody was told how recipient {} fared: {}", ruling.row().id(), e.toString());
        }
    }

    void tellParked(String why) {
        LOG.warn("nothing is sent with this account until it is released: {}", why);
        safely(new OutboxEvent.AccountParked(timekeeper.now(), why));
    }

    void safely(OutboxEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            LOG.warn(
                    "a listener failed on {}; the mail goes on all the same",
                    event.getClass().getSimpleName(),
                    e);
        }
    }
}

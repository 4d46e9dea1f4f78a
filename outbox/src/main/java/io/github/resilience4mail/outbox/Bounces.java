/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.javamail.BounceKind;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.outbox.OutboxBounce.Result;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Feeds bounces back to the rows of those whom they are about. All in the transaction of a connection. */
final class Bounces {

    /** A server tries for four or five days before it gives up; what is older is another message. */
    private static final Duration LATEST = Duration.ofDays(14);

    private static final String GIVE_UP =
            """
            update outbox_recipient set state = 'GIVEN_UP', phase = ?, reply = ?, decision = ?, reason = ?, rule = ?,
              settled_at = ?
            where id = ? and state in ('DELIVERED', 'UNKNOWN')
            """;

    /** An attempt that was accepted has no row, so that its number is free; after one that is UNKNOWN, the next is. */
    private static final String ATTEMPT =
            """
            insert into outbox_attempt (recipient, attempt, at, acceptance, phase, reply, decision, reason, rule)
            select r.id, greatest(r.attempts, coalesce((select max(a.attempt) + 1 from outbox_attempt a
              where a.recipient = r.id), 1)), ?, 'YES', r.phase, r.reply, r.decision, r.reason, r.rule
            from outbox_recipient r where r.id = ?
            """;

    private Bounces() {}

    static OutboxBounce record(Connection connection, BounceReport report, Instant now) throws SQLException {
        Verdict verdict = report.verdict().orElse(null);
        if (report.kind() != BounceKind.FAILED || verdict == null) {
            return new OutboxBounce(Result.NO_FAILURE, null);
        }
        List<OutboxRecipient> meant = meant(connection, report, now);
        if (meant.size() != 1) {
            return new OutboxBounce(meant.isEmpty() ? Result.NOT_FOUND : Result.AMBIGUOUS, null);
        }
        OutboxRecipient recipient = meant.get(0);
        if (!giveUp(connection, recipient.id(), report, verdict, now)) {
            boolean known = recipient.state() == OutboxState.GIVEN_UP;
            return new OutboxBounce(known ? Result.KNOWN : Result.OPEN, recipient);
        }
        return new OutboxBounce(
                Result.RECORDED, OutboxQueries.find(connection, recipient.id()).orElse(recipient));
    }

    private static List<OutboxRecipient> meant(Connection connection, BounceReport report, Instant now)
            throws SQLException {
        List<String> addresses = Stream.of(report.recipient(), report.originalRecipient(), report.finalRecipient())
                .flatMap(Optional::stream)
                .toList();
        String messageId = report.messageId().orElse(null);
        if (messageId != null) {
            List<OutboxRecipient> all = OutboxQueries.ofMessage(connection, messageId);
            return addresses.isEmpty()
                    ? all
                    : all.stream().filter(row -> isOneOf(addresses, row)).toList();
        }
        String address = report.recipient().orElse(null);
        return address == null ? List.of() : OutboxQueries.settledTo(connection, address, now.minus(LATEST));
    }

    /** Which part of an address counts for its case only its server knows; two that differ in it are one in practice. */
    private static boolean isOneOf(List<String> addresses, OutboxRecipient row) {
        return addresses.stream().anyMatch(row.address()::equalsIgnoreCase);
    }

    private static boolean giveUp(Connection connection, long id, BounceReport report, Verdict verdict, Instant now)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(GIVE_UP)) {
            statement.setString(1, SmtpPhase.BOUNCE.name());
            statement.setString(2, OutboxRecords.reply(report.reply()));
            statement.setString(3, verdict.decision().name());
            statement.setString(4, verdict.reason().name());
            statement.setString(5, verdict.ruleId());
            statement.setLong(6, now.toEpochMilli());
            statement.setLong(7, id);
            if (statement.executeUpdate() == 0) {
                return false;
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(ATTEMPT)) {
            statement.setLong(1, now.toEpochMilli());
            statement.setLong(2, id);
            statement.executeUpdate();
        }
        return true;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the databases. */
enum Dialect {
    POSTGRESQL(
            "postgresql",
            "insert into outbox_destination (name) values (?) on conflict do nothing",
            "insert into outbox_lane (destination, lane, owner, transmitting, accepted, replies)"
                    + " values (?, ?, '', ?, ?, ?) on conflict do nothing",
            " on conflict (idempotency_key) do nothing",
            "nextval('outbox_seq')",
            "lower(r.address)",
            "r.due_at + 0",
            """
            update outbox_recipient r set state = 'DELIVERED', owner = null, lane = null, due_at = n.at,
              settled_at = n.at, attempts = n.attempts, throttled = 0, at_once = 0, phase = 'END_OF_DATA',
              reply = n.reply, decision = null, reason = null, rule = null
            from unnest(?::bigint[], ?::bigint[], ?::int[], ?::varchar[]) as n (id, at, attempts, reply)
            where r.id = n.id and r.owner = ? and (select set_config('synchronous_commit', 'off', true)) is not null
            returning r.id
            """,
            """
            where r.state = 'QUEUED' and r.destination = ? and r.priority = ? and r.due_at <= ?
            order by r.due_at, r.id
            limit ? for update skip locked
            """,
            "(select epoch from outbox_epoch)",
            "set_config('synchronous_commit', 'off', true)"),
    H2(
            "h2",
            "merge into outbox_destination (name) key (name) values (?)",
            """
            merge into outbox_lane l
            using (values (cast(? as varchar), cast(? as int), cast(? as bigint array), cast(? as bigint array),
              cast(? as varchar array))) n (destination, lane, transmitting, accepted, replies)
            on l.destination = n.destination and l.lane = n.lane
            when not matched then insert (destination, lane, owner, transmitting, accepted, replies)
              values (n.destination, n.lane, '', n.transmitting, n.accepted, n.replies)
            """,
            "",
            "next value for outbox_seq",
            "r.address_key",
            "r.due_at",
            null,
            // it would lock the whole queue of a destination before it sorts it and applies a limit, unless only a few
            // are named;
            // by the index it goes only if all of its columns are in the order
            """
            where r.state = 'QUEUED' and r.id in (select id from (
              select q.id from outbox_recipient q
              where q.state = 'QUEUED' and q.destination = ? and q.priority = ? and q.due_at <= ?
              order by q.state, q.destination, q.priority desc, q.due_at, q.id
              limit ?))
            order by r.due_at, r.id for update skip locked
            """,
            "''",
            "''");

    private final String scriptName;
    private final String addDestination;
    private final String addLane;
    private final String unlessKnown;
    private final String nextBlock;
    private final String addressKey;
    private final String dueKey;
    private final @Nullable String accept;
    private final String claimable;
    private final String epoch;
    private final String relaxed;

    Dialect(
            String scriptName,
            String addDestination,
            String addLane,
            String unlessKnown,
            String nextBlock,
            String addressKey,
            String dueKey,
            @Nullable String accept,
            String claimable,
            String epoch,
            String relaxed) {
        this.scriptName = scriptName;
        this.addDestination = addDestination;
        this.addLane = addLane;
        this.unlessKnown = unlessKnown;
        this.nextBlock = nextBlock;
        this.addressKey = addressKey;
        this.dueKey = dueKey;
        this.accept = accept;
        this.claimable = claimable;
        this.epoch = epoch;
        this.relaxed = relaxed;
    }

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> POSTGRESQL;
            case "H2" -> H2;
            default ->
                throw new OutboxException(
                        "the outbox knows PostgreSQL and H2, not " + product + ": use one of them", null);
        };
    }

    String script() {
        return scriptName + "-V1__outbox.sql";
    }

    String addDestination() {
        return addDestination;
    }

    /** What is put behind the insertion of a message, so that one whose idempotency key is known adds nothing. */
    String unlessKnown() {
        return unlessKnown;
    }

    String nextBlock() {
        return "select " + nextBlock;
    }

    /** The address of a recipient {@code r} in lower case, as it is indexed. */
    String addressKey() {
        return addressKey;
    }

    /** When a recipient {@code r} is due, as it is indexed without regard to priorities. */
    String dueKey() {
        return dueKey;
    }

    /** Adds the row of a lane, with three arrays that are empty, unless there is one. */
    String addLane() {
        return addLane;
    }

    /**
     * One statement that records acceptances, and whose commit does not wait for the disk: the lane's row says the same until
     * then. Null where the database has none.
     */
    @Nullable
    String accept() {
        return accept;
    }

    /**
     * For the rest of a transaction PostgreSQL goes by the order of an index where there is one. By itself it sorts the whole queue
     * for one row if it believes, from statistics of an hour ago, that there is hardly anybody in it.
     */
    void goByIndexes(Connection connection) throws SQLException {
        if (this == POSTGRESQL) {
            try (PreparedStatement statement =
                            connection.prepareStatement("select set_config('enable_sort', 'off', true)");
                    ResultSet rows = statement.executeQuery()) {
                rows.next();
            }
        }
    }

    /**
     * What is put behind the selection of recipients {@code r}: it locks those of a destination and a priority who are due at an
     * instant, at most so many, and passes over those whom others have.
     */
    String claimable() {
        return claimable;
    }

    /** An expression for the time in which the database has lost nothing that it had committed; it gives null until that has a name. */
    String epoch() {
        return epoch;
    }

    /** An expression that keeps the commit of its transaction from waiting for the disk, where that can be had. */
    String relaxed() {
        return relaxed;
    }

    /** How many lanes of a machine write at once. H2 works in this process: there two are only in each other's way. */
    int writers() {
        return this == H2 ? 1 : 4;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What differs between the databases. */
enum Dialect {
    POSTGRESQL(
            "postgresql",
            "insert into outbox_destination (name) values (?) on conflict do nothing",
            " on conflict (idempotency_key) do nothing",
            "nextval('outbox_seq')",
            "lower(r.address)",
            """
            with accepted as (
              update outbox_recipient r set state = 'DELIVERED', owner = null, lane = null, due_at = n.at,
                settled_at = n.at, attempts = n.attempts, throttled = 0, at_once = 0, phase = 'END_OF_DATA',
                reply = n.reply, decision = null, reason = null, rule = null
              from unnest(?::bigint[], ?::varchar[], ?::bigint[], ?::int[], ?::varchar[])
                as n (id, owner, at, attempts, reply)
              where r.id = n.id and r.owner = n.owner
                and (select set_config('synchronous_commit', 'off', true)) is not null
              returning r.id, n.owner),
            marked as (
              update outbox_recipient set state = 'TRANSMITTING'
              where id = any(?) and owner = any(?) and state = 'CLAIMED'
                and (select set_config('synchronous_commit', 'off', true)) is not null
              returning id, owner)
            select id, owner, true from marked union all select id, owner, false from accepted
            """,
            "(select epoch from outbox_epoch)",
            "set_config('synchronous_commit', 'off', true)"),
    H2(
            "h2",
            "merge into outbox_destination (name) key (name) values (?)",
            "",
            "next value for outbox_seq",
            "r.address_key",
            null,
            "''",
            "''");

    private final String scriptName;
    private final String addDestination;
    private final String unlessKnown;
    private final String nextBlock;
    private final String addressKey;
    private final @Nullable String acceptAndMark;
    private final String epoch;
    private final String relaxed;

    Dialect(
            String scriptName,
            String addDestination,
            String unlessKnown,
            String nextBlock,
            String addressKey,
            @Nullable String acceptAndMark,
            String epoch,
            String relaxed) {
        this.scriptName = scriptName;
        this.addDestination = addDestination;
        this.unlessKnown = unlessKnown;
        this.nextBlock = nextBlock;
        this.addressKey = addressKey;
        this.acceptAndMark = acceptAndMark;
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

    /**
     * One statement that records acceptances and marks others as being transmitted, and so needs one round trip with its
     * commit; null where the database has none, or nothing would be gained.
     *
     * <p>Its commit does not wait for the disk. Should this machine die, the database knows of it all the same; should
     * the database itself crash and lose it, another {@link #epoch} has begun, and whoever was claimed in an earlier one
     * counts as transmitted. What has to be on the disk before the final dot is the claim.
     */
    @Nullable
    String acceptAndMark() {
        return acceptAndMark;
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

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
            "nextval('outbox_seq')",
            "lower(r.address)",
            """
            with accepted as (
              update outbox_recipient r set state = 'DELIVERED', owner = null, lane = null, due_at = n.at,
                settled_at = n.at, attempts = n.attempts, throttled = 0, at_once = 0, phase = 'END_OF_DATA',
                reply = n.reply, decision = null, reason = null, rule = null
              from unnest(?::bigint[], ?::varchar[], ?::bigint[], ?::int[], ?::varchar[])
                as n (id, owner, at, attempts, reply)
              where r.id = n.id and r.owner = n.owner returning r.id, n.owner),
            marked as (
              update outbox_recipient set state = 'TRANSMITTING'
              where id = any(?) and owner = any(?) and state = 'CLAIMED' returning id, owner)
            select id, owner, true from marked union all select id, owner, false from accepted
            """),
    H2(
            "h2",
            "merge into outbox_destination (name) key (name) values (?)",
            "next value for outbox_seq",
            "r.address_key",
            null);

    private final String scriptName;
    private final String addDestination;
    private final String nextBlock;
    private final String addressKey;
    private final @Nullable String acceptAndMark;

    Dialect(
            String scriptName,
            String addDestination,
            String nextBlock,
            String addressKey,
            @Nullable String acceptAndMark) {
        this.scriptName = scriptName;
        this.addDestination = addDestination;
        this.nextBlock = nextBlock;
        this.addressKey = addressKey;
        this.acceptAndMark = acceptAndMark;
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

    String nextBlock() {
        return "select " + nextBlock;
    }

    /** The address of a recipient {@code r} in lower case, as it is indexed. */
    String addressKey() {
        return addressKey;
    }

    /**
     * One statement that records acceptances and marks others as being transmitted, and so needs one round trip with its
     * commit; null where the database has none, or none would be gained. Both find the rows as they were before.
     */
    @Nullable
    String acceptAndMark() {
        return acceptAndMark;
    }
}

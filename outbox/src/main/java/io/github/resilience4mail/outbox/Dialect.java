/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases. */
enum Dialect {
    POSTGRESQL(
            "postgresql",
            "insert into outbox_destination (name) values (?) on conflict do nothing",
            "nextval('outbox_seq')"),
    H2("h2", "merge into outbox_destination (name) key (name) values (?)", "next value for outbox_seq");

    private final String scriptName;
    private final String addDestination;
    private final String nextBlock;

    Dialect(String scriptName, String addDestination, String nextBlock) {
        this.scriptName = scriptName;
        this.addDestination = addDestination;
        this.nextBlock = nextBlock;
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
}

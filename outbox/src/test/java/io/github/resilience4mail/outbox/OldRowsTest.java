/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What earlier releases have left in the tables is read, and goes on, whatever it was in the midst of. */
class OldRowsTest {

    @Test
    void rowsOfVersion1GoOnInH2() throws Exception {
        try (Database database = Database.h2()) {
            rowsOfVersion1GoOn(database);
        }
    }

    @Test
    void rowsOfVersion1GoOnInPostgreSql() throws Exception {
        try (Database database = Database.postgres()) {
            rowsOfVersion1GoOn(database);
        }
    }

    private static void rowsOfVersion1GoOn(Database database) throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            insert(database, server.host() + ":" + server.port());
            try (MailOutbox outbox = MailOutbox.builder(database.dataSource(), Mail.session(server))
                    .build()) {
                outbox.start();
                OutboxOperations operations = outbox.operations();
                Mail.until(() -> operations.list(OutboxState.DELIVERED, 0, 10).size() == 4);
                assertThat(server.accepted())
                        .extracting(Accepted::recipient)
                        .containsExactlyInAnyOrder("waits@rcv.example", "claimed@rcv.example");
                assertThat(server.transcript(1)).anyMatch(line -> line.startsWith("MAIL FROM:<bounce@snd.example>"));
                assertThat(reply(operations, 14)).isEqualTo("250 2.0.0 Ok: queued as 2");
                assertThat(reply(operations, 15)).isEqualTo("250 2.0.0 Ok: queued as 1");
                assertThat(operations.find(13).orElseThrow().possibleDuplicate())
                        .isTrue();
                assertThat(operations.find(16).orElseThrow().state()).isEqualTo(OutboxState.PARKED);
                assertThat(operations.attempts(11))
                        .extracting(OutboxAttempt::reason)
                        .containsExactly("LOCAL_ERROR");
            }
        }
    }

    private static String reply(OutboxOperations operations, long id) {
        return operations.find(id).orElseThrow().reply();
    }

    private static void insert(Database database, String destination) throws Exception {
        try (InputStream in = OldRowsTest.class.getResourceAsStream("rows-of-version-1.sql");
                Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            String rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("--"))
                    .collect(Collectors.joining("\n", "", "\n"))
                    .replace("{destination}", destination)
                    .replace("{epoch}", new OutboxStore(Dialect.of(connection)).epoch(connection))
                    .replace("{now}", String.valueOf(Timekeeper.system().now().toEpochMilli()));
            for (String sql : rows.split(";\n", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(database.isPostgres() ? sql.replaceAll("X'(\\w+)'", "decode('$1', 'hex')") : sql);
                }
            }
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.Program.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.outbox.OutboxSchema;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code outbox} as it is called, in this process, on PostgreSQL: what H2 may understand and PostgreSQL not. */
class OutboxCommandOnPostgresTest {

    private static final String DESTINATION = "smtp.example.net:587";

    private static PGSimpleDataSource dataSource(PostgresServer server) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.url());
        dataSource.setUser("mail");
        return dataSource;
    }

    private static void enqueue(PGSimpleDataSource dataSource) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "smtp.example.net");
        properties.put("mail.smtp.port", "587");
        Session session = Session.getInstance(properties);
        try (MailOutbox outbox = MailOutbox.builder(dataSource, session).build()) {
            MimeMessage message = new MimeMessage(session);
            message.setFrom("shop@snd.example");
            message.setRecipients(MimeMessage.RecipientType.TO, "ada@rcv.example, bob@rcv.example");
            message.setText("Hello");
            message.saveChanges();
            message.setHeader("Message-ID", "<1@snd.example>");
            outbox.enqueue(message);
        }
    }

    private static Answer outbox(PostgresServer server, String command, String... args) {
        List<String> all = new ArrayList<>(List.of("outbox", command, "--url", server.url(), "--user", "mail"));
        all.addAll(List.of(args));
        return run(all.toArray(String[]::new));
    }

    @Test
    void eachCommandDoesWhatItDoesOnH2() throws Exception {
        Optional<Path> programs = PostgresServer.programs();
        assumeTrue(programs.isPresent(), "PostgreSQL is not installed here");
        try (PostgresServer server = PostgresServer.start(programs.orElseThrow())) {
            Answer none = outbox(server, "depth");
            assertThat(none.exitCode()).isEqualTo(78);
            assertThat(none.err()).contains("postgresql-V1__outbox.sql");

            PGSimpleDataSource dataSource = dataSource(server);
            try (Connection connection = dataSource.getConnection()) {
                OutboxSchema.create(connection);
            }
            enqueue(dataSource);
            assertThat(outbox(server, "depth", "--open").out())
                    .startsWith(DESTINATION + "  queued  2  the oldest for ");
            Answer list = outbox(server, "list", "--json", "--state", "queued", "--destination", DESTINATION);
            assertThat(list.lines()).hasSize(2);
            Matcher id = Pattern.compile("\"id\":(\\d+)").matcher(list.out());
            assertThat(id.find()).isTrue();
            String ada = id.group(1);
            assertThat(outbox(server, "show", "<1@snd.example>").lines()).hasSizeGreaterThanOrEqualTo(2);
            assertThat(outbox(server, "park", ada).out()).isEqualTo(ada + ": done\n");
            assertThat(outbox(server, "retry", ada).exitCode()).isEqualTo(65);
            assertThat(outbox(server, "release", ada).out()).isEqualTo(ada + ": done\n");
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("update outbox_recipient set due_at = due_at + 3600000");
            }
            assertThat(outbox(server, "retry", "--destination", DESTINATION).out())
                    .isEqualTo("retried: 2\n");
            assertThat(outbox(server, "park", "--account").exitCode()).isZero();
            assertThat(outbox(server, "release", "--account", "--json").out())
                    .isEqualTo("{\"account\":\"*\",\"changed\":true}\n");
            assertThat(outbox(server, "cancel", ada).out()).isEqualTo(ada + ": done\n");
            assertThat(outbox(server, "purge", "--retention", "0s").out()).isEqualTo("purged: 1\n");
            assertThat(outbox(server, "list").lines())
                    .singleElement()
                    .asString()
                    .contains("bob@rcv.example");
        }
    }
}

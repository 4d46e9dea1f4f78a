/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Properties;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.UpdateSummaryEnum;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.CompositeResourceAccessor;
import liquibase.resource.DirectoryResourceAccessor;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables made by Flyway and Liquibase, with the settings that the outbox's page shows, beside tables of a shop. */
class MigrationToolsTest {

    private static final Path PAGE = Path.of("../docs/outbox.md");

    /** Liquibase tells each of its steps to java.util.logging; a logger that nobody holds forgets its level. */
    private static final Logger STEPS = Logger.getLogger("liquibase");

    @TempDir
    private Path folder;

    @BeforeAll
    static void beQuiet() {
        STEPS.setLevel(Level.WARNING);
    }

    /** As at each start of an application: there may be nothing left to do. */
    @FunctionalInterface
    private interface Migration {
        void run(DataSource dataSource, String dialect) throws Exception;
    }

    /** What the page shows in this language. */
    private static String shown(String language) throws IOException {
        String page = Files.readString(PAGE);
        String start = "```" + language + "\n";
        int from = page.indexOf(start);
        assertThat(from).as("an example in " + language).isNotNegative();
        return page.substring(from + start.length(), page.indexOf("```", from + start.length()));
    }

    private static void flywayOutOfTheJar(DataSource dataSource, String dialect) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(shown("properties").replace("postgresql-V", dialect + "-V")));
        Flyway.configure()
                .configuration(properties)
                .dataSource(dataSource)
                .load()
                .migrate();
    }

    private void flywayFromACopy(DataSource dataSource, String dialect) throws IOException {
        Path copy = folder.resolve("V42__outbox.sql");
        if (Files.notExists(copy)) {
            Files.writeString(folder.resolve("V2__customers.sql"), "create table customer (id int);");
            try (InputStream script = MailOutbox.class.getResourceAsStream(dialect + "-V1__outbox.sql")) {
                Files.copy(script, copy);
            }
        }
        Flyway.configure()
                .locations("filesystem:" + folder)
                .baselineOnMigrate(true)
                .dataSource(dataSource)
                .load()
                .migrate();
    }

    private void liquibase(DataSource dataSource, String dialect) throws Exception {
        Files.writeString(folder.resolve("changelog.yaml"), shown("yaml"));
        try (Connection connection = dataSource.getConnection();
                Liquibase liquibase = new Liquibase(
                        "changelog.yaml",
                        new CompositeResourceAccessor(
                                new DirectoryResourceAccessor(folder), new ClassLoaderResourceAccessor()),
                        DatabaseFactory.getInstance()
                                .findCorrectDatabaseImplementation(new JdbcConnection(connection)))) {
            liquibase.setShowSummary(UpdateSummaryEnum.OFF);
            liquibase.update(new Contexts());
        }
    }

    private static void onH2(Migration migration) throws Exception {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        migrateAndSend(h2, "h2", migration);
    }

    private static void onPostgres(Migration migration) throws Exception {
        try (Database database = Database.postgres()) {
            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop schema public cascade");
                statement.execute("create schema public");
            }
            migrateAndSend(database.dataSource(), "postgresql", migration);
        }
    }

    private static void migrateAndSend(DataSource dataSource, String dialect, Migration migration) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table goods (id int primary key)");
        }
        migration.run(dataSource, dialect);
        migration.run(dataSource, dialect);
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox =
                        MailOutbox.builder(dataSource, Mail.session(server)).build()) {
            outbox.start();
            outbox.enqueue(Mail.message("ada@rcv.example"));
            outbox.committed();
            Mail.until(() -> outbox.operations()
                            .list(OutboxFilter.in(OutboxState.DELIVERED), 0, 10)
                            .size()
                    == 1);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void flywayRunsTheScriptOutOfTheJarOnH2() throws Exception {
        onH2(MigrationToolsTest::flywayOutOfTheJar);
    }

    @Test
    void flywayRunsTheScriptOutOfTheJarOnPostgres() throws Exception {
        onPostgres(MigrationToolsTest::flywayOutOfTheJar);
    }

    @Test
    void flywayRunsACopyAmongTheApplicationsOwnOnH2() throws Exception {
        onH2(this::flywayFromACopy);
    }

    @Test
    void flywayRunsACopyAmongTheApplicationsOwnOnPostgres() throws Exception {
        onPostgres(this::flywayFromACopy);
    }

    @Test
    void liquibaseRunsTheScriptOutOfTheJarOnH2() throws Exception {
        onH2(this::liquibase);
    }

    @Test
    void liquibaseRunsTheScriptOutOfTheJarOnPostgres() throws Exception {
        onPostgres(this::liquibase);
    }
}

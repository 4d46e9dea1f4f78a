/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a test's own, with the tables of the outbox in it. */
final class Database implements AutoCloseable {

    private final String url;
    private final Runnable start;
    private final Runnable stop;
    private final @Nullable Path folder;

    private Database(String url, @Nullable Path folder, Runnable start, Runnable stop) {
        this.start = start;
        this.url = url;
        this.folder = folder;
        this.stop = stop;
    }

    /** H2 in a file. */
    static Database h2() throws Exception {
        Path folder = Files.createTempDirectory("outbox-h2");
        Database database = new Database(
                "jdbc:h2:file:" + folder.resolve("outbox") + ";FILE_LOCK=FS;REUSE_SPACE=FALSE",
                folder,
                () -> {},
                () -> {});
        database.create();
        return database;
    }

    /** Where Debian's package puts the programs of PostgreSQL; null if it is not installed. */
    static Path postgresPrograms() throws IOException {
        Path all = Path.of("/usr/lib/postgresql");
        if (!Files.isDirectory(all)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(all)) {
            return versions.map(v -> v.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static void assumePostgres() throws IOException {
        assumeTrue(postgresPrograms() != null, "PostgreSQL is not installed here");
    }

    /** A database in the one PostgreSQL server of this virtual machine: to start one takes longer than a test. */
    static Database postgres() throws Exception {
        assumePostgres();
        Database server = Shared.SERVER;
        String name = "outbox_" + UUID.randomUUID().toString().replace('-', '_');
        server.execute("create database " + name);
        Database database = new Database(
                server.url.replace("/postgres?", "/" + name + "?"), null, () -> {}, () -> server.drop(name));
        database.create();
        return database;
    }

    /** Begun when it is first needed. */
    private static final class Shared {
        static final Database SERVER = begin();

        private static Database begin() {
            try {
                // what the disk does is no concern of a test that does not let the server crash
                Database server = start("-c fsync=off");
                Runtime.getRuntime().addShutdownHook(new Thread(server::end));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A PostgreSQL server of its own, on a free port of this machine, which ends with this. */
    static Database postgresServer() throws Exception {
        assumePostgres();
        Database database = start("");
        database.create();
        return database;
    }

    private static Database start(String settings) throws IOException {
        Path programs = postgresPrograms();
        Path folder = Files.createTempDirectory("outbox-pg");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        if ("root".equals(System.getProperty("user.name"))) {
            // PostgreSQL refuses to run as root
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        }
        Path data = folder.resolve("data");
        run(folder, programs.resolve("initdb").toString(), "-D", data.toString(), "-U", "outbox", "-A", "trust");
        String options =
                "-p " + port + " -c listen_addresses=127.0.0.1 -k " + folder + " -c max_connections=200 " + settings;
        String control = programs.resolve("pg_ctl").toString();
        String log = folder.resolve("log").toString();
        Runnable start = () -> run(folder, control, "-D", data.toString(), "-l", log, "-w", "-o", options, "start");
        start.run();
        return new Database(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=outbox&reWriteBatchedInserts=true",
                folder,
                start,
                () -> run(folder, control, "-D", data.toString(), "-m", "immediate", "-w", "stop"));
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = unpooled().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Whoever is still connected to it loses it. */
    private void drop(String name) {
        try {
            execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'",
                    "drop database " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("the database " + name + " cannot be dropped", e);
        }
    }

    private static void run(Path folder, String... command) {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        line.addAll(List.of(command));
        try {
            Path log = folder.resolve("commands-" + UUID.randomUUID() + ".log");
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(line + " failed: " + Files.readString(log));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(line + " failed", e);
        }
    }

    private void create() throws SQLException {
        try (Connection connection = unpooled().getConnection()) {
            OutboxSchema.create(connection);
        }
    }

    /** Begins anew. */
    void empty() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop schema public cascade");
            statement.execute("create schema public");
        }
        create();
    }

    /** Ends the server in the midst of whatever it does. */
    void crash() {
        stop.run();
    }

    void restart() {
        start.run();
    }

    boolean isPostgres() {
        return url.startsWith("jdbc:postgresql:");
    }

    String url() {
        return url;
    }

    DataSource dataSource() {
        return dataSource(url);
    }

    /** Without a pool: what is closed is closed, so that another process can open the file. */
    DataSource unpooled() {
        return source(url);
    }

    /** Connections are kept: to make one costs more than to send a message. */
    static DataSource dataSource(String url) {
        return new KeptConnections(source(url));
    }

    private static DataSource source(String url) {
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL(url);
            return h2;
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(url);
        return postgres;
    }

    private void end() {
        try {
            close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        stop.run();
        if (folder == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    @Override
    public String toString() {
        return url.startsWith("jdbc:h2:") ? "H2" : "PostgreSQL";
    }
}

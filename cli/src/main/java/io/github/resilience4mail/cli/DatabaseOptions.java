/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.UsageException.require;

import io.github.resilience4mail.smtp.PrintableText;
import java.util.Locale;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import picocli.CommandLine.Option;

/** How to get into the database of an outbox. */
final class DatabaseOptions {

    private static final int MAX_QUOTED = 200;
    private static final int LOGIN_SECONDS = 15;

    @Option(names = "--user", paramLabel = "USER", description = "Whom to log in to the database as.")
    private @Nullable String user;

    @Option(
            names = "--password-env",
            paramLabel = "VARIABLE",
            description = "The environment variable that holds the password; wants --user.")
    private @Nullable String passwordVariable;

    /** Only so that it is not repeated in a complaint. */
    @Option(names = "--password", hidden = true, arity = "0..1", fallbackValue = "")
    private @Nullable String password;

    /**
     * The database.
     *
     * @param option that named it
     * @param url as it was given
     * @param environment the values of variables
     */
    DataSource dataSource(String option, String url, Function<String, @Nullable String> environment)
            throws UsageException {
        require(
                password == null && !url.toLowerCase(Locale.ROOT).contains("password="),
                PasswordVariable.NOT_ON_THE_COMMAND_LINE);
        require(passwordVariable == null || user != null, "--password-env wants --user: name whom to log in as");
        String secret = passwordVariable == null ? null : PasswordVariable.read(passwordVariable, environment);
        if (url.startsWith("jdbc:h2:")) {
            JdbcDataSource h2 = new JdbcDataSource();
            // a name that is misspelt would make a new database
            h2.setURL(with(with(url, "IFEXISTS", "TRUE"), "REUSE_SPACE", "FALSE"));
            h2.setUser(user == null ? "" : user);
            h2.setPassword(secret == null ? "" : secret);
            return h2;
        }
        require(
                url.startsWith("jdbc:postgresql:"),
                option + " is \"" + PrintableText.of(url, MAX_QUOTED)
                        + "\": use jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:PATH");
        return postgres(option, url, secret);
    }

    private static String with(String url, String setting, String value) {
        return url.toUpperCase(Locale.ROOT).contains(";" + setting + "=") ? url : url + ";" + setting + "=" + value;
    }

    private DataSource postgres(String option, String url, @Nullable String secret) throws UsageException {
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        try {
            postgres.setUrl(url);
        } catch (IllegalArgumentException e) {
            throw new UsageException(
                    option + " is \"" + PrintableText.of(url, MAX_QUOTED)
                            + "\": use jdbc:postgresql://HOST:PORT/DATABASE",
                    e);
        }
        postgres.setLoginTimeout(LOGIN_SECONDS);
        if (user != null) {
            postgres.setUser(user);
        }
        if (secret != null) {
            postgres.setPassword(secret);
        }
        return postgres;
    }
}

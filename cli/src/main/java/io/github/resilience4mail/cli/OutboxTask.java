/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.time.Timekeeper;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands on an outbox have in common: its database, the form of the answer, and how they fail. */
abstract class OutboxTask implements Callable<Integer> {

    private final Console console;
    private final Function<String, @Nullable String> environment;

    @Option(
            names = "--url",
            paramLabel = "JDBC-URL",
            required = true,
            description = "The database, as jdbc:postgresql://HOST/DATABASE or jdbc:h2:file:PATH.")
    private String url = "";

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private AnswerOptions answer = new AnswerOptions();

    @Spec
    private @Nullable CommandSpec spec;

    OutboxTask(Console console, Function<String, @Nullable String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** Does it; the exit code. */
    abstract int run(OutboxOperations operations) throws UsageException;

    /** Checks the options before the database is asked. */
    void check() throws UsageException {
        // most have nothing that depends on something else
    }

    @Override
    public Integer call() {
        try {
            check();
            return run(OutboxOperations.open(database.dataSource("--url", url, environment), Timekeeper.system()));
        } catch (UsageException e) {
            String name = spec == null ? "resilience4mail outbox" : spec.qualifiedName(" ");
            console.err().println(e.getMessage() + "; see " + name + " --help");
            return ExitCode.USAGE;
        } catch (OutboxException e) {
            return OutboxFailure.report(console, e);
        }
    }

    Console console() {
        return console;
    }

    boolean json() {
        return answer.json();
    }

    OutboxPrinter printer() {
        return new OutboxPrinter(
                answer.json(), answer.language(), Timekeeper.system().now());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.outbox.OutboxOperations;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code outbox purge}: deletes outcomes that nobody needs any more. */
@Command(
        name = "purge",
        description = "Deletes outcomes older than --retention, and messages of which nobody is left.",
        mixinStandardHelpOptions = true)
final class OutboxPurge extends OutboxTask {

    @Option(
            names = "--retention",
            paramLabel = "TIME",
            required = true,
            converter = DurationOption.class,
            description = "For how long an outcome is kept, such as 30d.")
    private Duration retention = Duration.ZERO;

    OutboxPurge(Console console, Function<String, @Nullable String> environment) {
        super(console, environment);
    }

    @Override
    int run(OutboxOperations operations) {
        console().printLine(printer().count("purged", operations.purge(retention)));
        return ExitCode.OK;
    }
}

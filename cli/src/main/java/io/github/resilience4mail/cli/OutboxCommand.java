/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code outbox}: what is in an outbox, and what a person may do with it. */
@Command(
        name = "outbox",
        description = "Looks at the outbox in a database, and intervenes.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "64:wrong usage",
            "65:a recipient who is not there, or of whom this cannot be done",
            "75:the database does not answer, or a recipient is being sent to at this moment",
            "78:the database has no outbox of this version, or does not let you in"
        })
final class OutboxCommand {

    private OutboxCommand() {}

    static CommandLine with(Console console, Function<String, @Nullable String> environment) {
        return new CommandLine(new OutboxCommand())
                .addSubcommand(new OutboxLook.Depth(console, environment))
                .addSubcommand(new OutboxLook.Listing(console, environment))
                .addSubcommand(new OutboxLook.Show(console, environment))
                .addSubcommand(new OutboxChange.Retry(console, environment))
                .addSubcommand(new OutboxChange.Cancel(console, environment))
                .addSubcommand(new OutboxChange.Park(console, environment))
                .addSubcommand(new OutboxChange.Release(console, environment))
                .addSubcommand(new OutboxPurge(console, environment));
    }
}

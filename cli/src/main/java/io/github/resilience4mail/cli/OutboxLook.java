/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.UsageException.require;

import io.github.resilience4mail.outbox.OutboxFilter;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that look at an outbox, and change nothing. */
final class OutboxLook {

    private static final int PAGE = 1_000;

    private OutboxLook() {}

    /** {@code outbox depth}. */
    @Command(
            name = "depth",
            description = "Says how many recipients there are, by destination and state, and what is parked and why.",
            mixinStandardHelpOptions = true)
    static final class Depth extends OutboxTask {

        @Option(names = "--open", description = "Only those that have no outcome yet.")
        private boolean open;

        Depth(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        int run(OutboxOperations operations) {
            OutboxPrinter printer = printer();
            (open ? operations.openDepth() : operations.depth())
                    .forEach(depth -> console().printLine(printer.depth(depth)));
            operations.parked().forEach(parking -> console().printLine(printer.parking(parking)));
            return ExitCode.OK;
        }
    }

    /** {@code outbox list}. */
    @Command(name = "list", description = "Lists recipients, by their numbers.", mixinStandardHelpOptions = true)
    static final class Listing extends OutboxTask {

        @Option(names = "--state", paramLabel = "STATE", description = "Only those that are ${COMPLETION-CANDIDATES}.")
        private @Nullable OutboxState state;

        @Option(names = "--destination", paramLabel = "NAME", description = "Only those of it, as depth names it.")
        private @Nullable String destination;

        @Option(names = "--after", paramLabel = "ID", description = "Only those with higher numbers.")
        private long after;

        @Option(
                names = "--limit",
                paramLabel = "N",
                converter = WholeNumber.class,
                defaultValue = "100",
                description = "How many at the most (default: ${DEFAULT-VALUE}).")
        private int limit;

        Listing(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        void check() throws UsageException {
            require(limit >= 1, "--limit is " + limit + ": use 1 or more");
        }

        @Override
        int run(OutboxOperations operations) {
            OutboxPrinter printer = printer();
            OutboxFilter filter = new OutboxFilter(state, destination);
            long last = after;
            int left = limit;
            boolean more = true;
            while (more && left > 0) {
                int asked = Math.min(left, PAGE);
                List<OutboxRecipient> page = operations.list(filter, last, asked);
                page.forEach(recipient -> console().printLine(printer.recipient(recipient)));
                last = page.isEmpty() ? last : page.get(page.size() - 1).id();
                left -= page.size();
                more = page.size() == asked;
            }
            if (more && !json()) {
                console().err().println(printer.words("more", last));
            }
            return ExitCode.OK;
        }
    }

    /** {@code outbox show}. */
    @Command(
            name = "show",
            description = "Shows recipients, and what each attempt has brought that was not accepted.",
            mixinStandardHelpOptions = true)
    static final class Show extends OutboxTask {

        @Parameters(
                arity = "1..*",
                paramLabel = "ID|MESSAGE-ID",
                description = "The number of a recipient, or a Message-ID in its brackets.")
        private List<String> names = List.of();

        Show(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        void check() throws UsageException {
            for (String name : names) {
                require(
                        name.startsWith("<") || name.matches("[0-9]{1,18}"),
                        "\"" + PrintableText.of(name, PAGE)
                                + "\" is neither the number of a recipient nor a Message-ID in its brackets");
            }
        }

        @Override
        int run(OutboxOperations operations) {
            int exitCode = ExitCode.OK;
            for (String name : names) {
                List<OutboxRecipient> found = name.startsWith("<")
                        ? operations.ofMessage(name)
                        : operations.find(Long.parseLong(name)).stream().toList();
                if (found.isEmpty()) {
                    console().err().println(printer().words("absent", PrintableText.of(name, PAGE)));
                    exitCode = ExitCode.DATA;
                }
                found.forEach(recipient -> print(operations, recipient));
            }
            return exitCode;
        }

        private void print(OutboxOperations operations, OutboxRecipient recipient) {
            OutboxPrinter printer = printer();
            console().printLine(printer.recipient(recipient));
            operations.attempts(recipient.id()).forEach(attempt -> console()
                    .printLine(printer.attempt(recipient.id(), attempt)));
        }
    }
}

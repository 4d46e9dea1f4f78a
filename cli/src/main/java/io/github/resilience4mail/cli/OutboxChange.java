/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.UsageException.require;

import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.outbox.OutboxParking;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What may be done with recipients, one by one, and with all of a destination. */
abstract class OutboxChange extends OutboxTask {

    @Parameters(arity = "0..*", paramLabel = "ID", description = "The numbers of recipients.")
    private List<Long> ids = new ArrayList<>();

    OutboxChange(Console console, Function<String, @Nullable String> environment) {
        super(console, environment);
    }

    /** Changes one recipient; false if that is not possible. */
    abstract boolean change(OutboxOperations operations, long id);

    boolean namesRecipients() {
        return !ids.isEmpty();
    }

    @Override
    void check() throws UsageException {
        require(namesRecipients(), "there is nothing to do: name a recipient by its number");
    }

    @Override
    int run(OutboxOperations operations) {
        boolean missed = false;
        boolean busy = false;
        OutboxPrinter printer = printer();
        for (long id : ids) {
            boolean changed = change(operations, id);
            console().printLine(printer.changed("id", String.valueOf(id), changed));
            if (!changed) {
                OutboxState state =
                        operations.find(id).map(OutboxRecipient::state).orElse(null);
                console().err().println(printer.why(id, state));
                boolean isBusy = OutboxPrinter.isBusy(state);
                busy |= isBusy;
                missed |= !isBusy;
            }
        }
        if (missed) {
            return ExitCode.DATA;
        }
        return busy ? ExitCode.LATER : ExitCode.OK;
    }

    /** {@code outbox retry}. */
    @Command(
            name = "retry",
            description = "Makes recipients who wait due at once. What is parked stays so.",
            mixinStandardHelpOptions = true)
    static final class Retry extends OutboxChange {

        @Option(names = "--all", description = "All who wait, in place of numbers.")
        private boolean all;

        @Option(names = "--destination", paramLabel = "NAME", description = "All who wait for it, in place of numbers.")
        private @Nullable String destination;

        Retry(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        void check() throws UsageException {
            int ways = (namesRecipients() ? 1 : 0) + (all ? 1 : 0) + (destination == null ? 0 : 1);
            require(ways == 1, "name recipients by their numbers, or else --destination, or else --all");
        }

        @Override
        boolean change(OutboxOperations operations, long id) {
            return operations.retryNow(id);
        }

        @Override
        int run(OutboxOperations operations) {
            if (namesRecipients()) {
                return super.run(operations);
            }
            console().printLine(printer().count("retried", operations.retryAllNow(destination)));
            return ExitCode.OK;
        }
    }

    /** {@code outbox cancel}. */
    @Command(
            name = "cancel",
            description = "Takes recipients out who wait or are parked: they are not sent to.",
            mixinStandardHelpOptions = true)
    static final class Cancel extends OutboxChange {

        Cancel(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        boolean change(OutboxOperations operations, long id) {
            return operations.cancel(id);
        }
    }

    /** What is parked and released: recipients, a destination, or the account. */
    abstract static class Whole extends OutboxChange {

        @Option(names = "--destination", paramLabel = "NAME", description = "A whole destination, in place of numbers.")
        private @Nullable String destination;

        @Option(names = "--account", description = "The account, with which everything is sent, in place of numbers.")
        private boolean account;

        Whole(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        abstract boolean changeDestination(OutboxOperations operations, String name);

        abstract boolean changeAccount(OutboxOperations operations);

        @Override
        void check() throws UsageException {
            int ways = (namesRecipients() ? 1 : 0) + (account ? 1 : 0) + (destination == null ? 0 : 1);
            require(ways == 1, "name recipients by their numbers, or else --destination, or else --account");
        }

        @Override
        int run(OutboxOperations operations) {
            if (namesRecipients()) {
                return super.run(operations);
            }
            String name = destination;
            boolean changed = name == null ? changeAccount(operations) : changeDestination(operations, name);
            console()
                    .printLine(
                            name == null
                                    ? printer().changed("account", "*", changed)
                                    : printer().changed("destination", name, changed));
            return ExitCode.OK;
        }
    }

    /** {@code outbox park}. */
    @Command(
            name = "park",
            description = "Parks what waits: it is not sent, and does not age, until it is released.",
            mixinStandardHelpOptions = true)
    static final class Park extends Whole {

        Park(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        boolean change(OutboxOperations operations, long id) {
            return operations.park(id);
        }

        @Override
        boolean changeDestination(OutboxOperations operations, String name) {
            return operations.parkDestination(name);
        }

        @Override
        boolean changeAccount(OutboxOperations operations) {
            return operations.parkDestination(OutboxParking.ACCOUNT);
        }
    }

    /** {@code outbox release}. */
    @Command(
            name = "release",
            description = {
                "Releases what is parked: it is due at once, and has not aged.",
                "With --account, every recipient that is parked too."
            },
            mixinStandardHelpOptions = true)
    static final class Release extends Whole {

        Release(Console console, Function<String, @Nullable String> environment) {
            super(console, environment);
        }

        @Override
        boolean change(OutboxOperations operations, long id) {
            return operations.release(id);
        }

        @Override
        boolean changeDestination(OutboxOperations operations, String name) {
            return operations.releaseDestination(name);
        }

        @Override
        boolean changeAccount(OutboxOperations operations) {
            return operations.releaseAccount();
        }
    }
}

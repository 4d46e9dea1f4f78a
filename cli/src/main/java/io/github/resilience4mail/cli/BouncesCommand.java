/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.javamail.BounceKind;
import io.github.resilience4mail.javamail.BounceReader;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.outbox.OutboxBounce;
import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxOperations;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.time.Timekeeper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bounces}: what came back, about whom and what to do. */
@Command(
        name = "bounces",
        description = {
            "Says what bounces mean, about whom they are and what to do.",
            "A file holds one message, or many if it is a mailbox (mbox); a Maildir is read as one."
        },
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:all files understood",
            "64:wrong usage",
            "65:an unreadable file or a bad file of rules",
            "75:with --outbox: the database does not answer, or somebody else holds the row",
            "78:with --outbox: the database has no outbox of this version, or does not let you in"
        })
final class BouncesCommand implements Callable<Integer> {

    private static final int MAX_NAME = 1000;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "A message as it came, a mailbox, or a directory, which is read with all below it in the order of names.")
    private List<Path> paths = new ArrayList<>();

    @Option(
            names = "--outbox",
            paramLabel = "JDBC-URL",
            description = {
                "The database of an outbox: whoever counted as delivered to, and whose mail came back, is given up there.",
                "A bounce that is read again changes nothing."
            })
    private @Nullable String outbox;

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Mixin
    private CommonOptions options = new CommonOptions();

    private final Console console;
    private final Function<String, @Nullable String> environment;
    private @Nullable OutboxOperations operations;
    private int exitCode = ExitCode.OK;

    BouncesCommand(Console console, Function<String, @Nullable String> environment) {
        this.console = console;
        this.environment = environment;
    }

    @Override
    public Integer call() {
        for (Path path : paths) {
            if (!Files.exists(path)) {
                console.err().println(printable(path) + " does not exist; see resilience4mail bounces --help");
                return ExitCode.USAGE;
            }
        }
        try {
            String url = outbox;
            if (url != null) {
                operations =
                        OutboxOperations.open(database.dataSource("--outbox", url, environment), Timekeeper.system());
            }
            BounceReader reader = BounceReader.of(options.catalogue());
            paths.forEach(path -> visit(path, reader));
            return exitCode;
        } catch (CatalogueException e) {
            console.err().println(e.getMessage());
            return ExitCode.DATA;
        } catch (UsageException e) {
            console.err().println(e.getMessage() + "; see resilience4mail bounces --help");
            return ExitCode.USAGE;
        } catch (OutboxException e) {
            return OutboxFailure.report(console, e);
        }
    }

    private void visit(Path path, BounceReader reader) {
        if (!Files.isDirectory(path)) {
            read(path, reader);
            return;
        }
        try {
            MailFolders.children(path).forEach(child -> visit(child, reader));
        } catch (IOException | UncheckedIOException e) {
            unreadable(path);
        }
    }

    private void read(Path file, BounceReader reader) {
        AtomicInteger messages = new AtomicInteger();
        try (InputStream in = Files.newInputStream(file)) {
            reader.readMailbox(in, reports -> {
                int number = messages.incrementAndGet();
                reports.forEach(report -> print(file, number, report));
            });
        } catch (IOException e) {
            unreadable(file);
        }
    }

    private void print(Path file, int number, BounceReport report) {
        BouncePrinter printer = new BouncePrinter(options.language());
        OutboxBounce known = operations == null ? null : operations.bounced(report);
        console.printLine(
                options.json()
                        ? printer.json(file.toString(), report, known)
                        : printer.text(printable(file) + printer.message(number), report, known));
        if (report.kind() == BounceKind.UNREADABLE) {
            exitCode = ExitCode.DATA;
            report.problem().ifPresent(problem -> complain(printable(file) + printer.message(number), problem));
        }
    }

    private void unreadable(Path path) {
        if (options.json()) {
            console.printLine(BouncePrinter.unreadable(path.toString()));
        }
        exitCode = ExitCode.DATA;
        complain(printable(path), "it cannot be read");
    }

    private void complain(String where, String problem) {
        console.err().println(where + ": " + problem);
    }

    private static String printable(Path path) {
        return PrintableText.of(path.toString(), MAX_NAME);
    }
}

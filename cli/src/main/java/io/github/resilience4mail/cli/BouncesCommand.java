/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.javamail.BounceKind;
import io.github.resilience4mail.javamail.BounceReader;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.smtp.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code bounces}: what came back, about whom and what to do. */
@Command(
        name = "bounces",
        description = {
            "Says what bounces mean, about whom they are and what to do.",
            "A file holds one message; of a mailbox file (mbox) only the first message is read, so split it before."
        },
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all files understood", "64:wrong usage", "65:an unreadable file or a bad file of rules"})
final class BouncesCommand implements Callable<Integer> {

    private static final int MAX_NAME = 1000;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|DIR",
            description =
                    "A message as it came, or a directory, which is read with all below it in the order of names.")
    private List<Path> paths = new ArrayList<>();

    @Mixin
    private CommonOptions options = new CommonOptions();

    private final Console console;
    private int exitCode = ExitCode.OK;

    BouncesCommand(Console console) {
        this.console = console;
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
            BounceReader reader = BounceReader.of(options.catalogue());
            paths.forEach(path -> visit(path, reader));
            return exitCode;
        } catch (CatalogueException e) {
            console.err().println(e.getMessage());
            return ExitCode.DATA;
        }
    }

    private void visit(Path path, BounceReader reader) {
        if (!Files.isDirectory(path)) {
            read(path, reader);
            return;
        }
        try {
            children(path).forEach(child -> visit(child, reader));
        } catch (IOException | UncheckedIOException e) {
            unreadable(path);
        }
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            // a link to a directory may lead in circles
            return children.filter(child -> !Files.isSymbolicLink(child) || Files.isRegularFile(child))
                    .sorted(Comparator.comparing(child -> String.valueOf(child.getFileName())))
                    .toList();
        }
    }

    private void read(Path file, BounceReader reader) {
        try (InputStream in = Files.newInputStream(file)) {
            for (BounceReport report : reader.read(in)) {
                print(file, report);
            }
        } catch (IOException e) {
            unreadable(file);
        }
    }

    private void print(Path file, BounceReport report) {
        BouncePrinter printer = new BouncePrinter(options.language());
        console.printLine(
                options.json() ? printer.json(file.toString(), report) : printer.text(printable(file), report));
        if (report.kind() == BounceKind.UNREADABLE) {
            exitCode = ExitCode.DATA;
            report.problem().ifPresent(problem -> complain(file, problem));
        }
    }

    private void unreadable(Path path) {
        if (options.json()) {
            console.printLine(BouncePrinter.unreadable(path.toString()));
        }
        exitCode = ExitCode.DATA;
        complain(path, "it cannot be read");
    }

    private void complain(Path path, String problem) {
        console.err().println(printable(path) + ": " + problem);
    }

    private static String printable(Path path) {
        return PrintableText.of(path.toString(), MAX_NAME);
    }
}

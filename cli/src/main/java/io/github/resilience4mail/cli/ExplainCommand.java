/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: what replies mean and what to do. */
@Command(
        name = "explain",
        description = "Says what replies of mail servers mean, whose fault it is and what to do.",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:all replies explained", "64:wrong usage", "65:bad input data or a bad file of rules"})
final class ExplainCommand implements Callable<Integer> {

    @Parameters(
            paramLabel = "REPLY",
            description = "A reply; \\n in it separates lines. Without any, standard input is read: a reply a line, or"
                    + " with --json an object a line.")
    private List<String> replies = new ArrayList<>();

    @Option(names = "--phase", description = "The command that is answered: ${COMPLETION-CANDIDATES}.")
    private @Nullable SmtpPhase phase;

    @Option(names = "--host", description = "The name of the server that answers.")
    private @Nullable String host;

    @Mixin
    private CommonOptions options = new CommonOptions();

    @Option(names = "--check", description = "Only check the file given by --rules.")
    private boolean check;

    private final Console console;

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (check && (!options.hasRules() || !replies.isEmpty())) {
            return usage("--check wants --rules FILE and no replies");
        }
        try {
            ReplyCatalogue catalogue = options.catalogue();
            return check ? report(catalogue) : explain(explainer(catalogue));
        } catch (CatalogueException e) {
            // the sentence is the answer if it was asked for, else a complaint
            (check ? console.out() : console.err()).println(e.getMessage());
            return ExitCode.DATA;
        }
    }

    private Explainer explainer(ReplyCatalogue catalogue) {
        return new Explainer(catalogue, options.hasRules() ? ReplyCatalogue.standard() : null, options.language());
    }

    private int usage(String sentence) {
        console.err().println(sentence + "; see resilience4mail explain --help");
        return ExitCode.USAGE;
    }

    private int report(ReplyCatalogue catalogue) {
        int own = catalogue.size() - ReplyCatalogue.standard().size();
        console.printLine("OK: " + own + (own == 1 ? " rule" : " rules"));
        return ExitCode.OK;
    }

    private int explain(Explainer explainer) throws IOException {
        if (!replies.isEmpty()) {
            replies.forEach(reply -> print(explainer, reply));
            return ExitCode.OK;
        }
        return options.json() ? explainObjects(explainer) : explainLines(explainer);
    }

    private void print(Explainer explainer, String typed) {
        Request request = new Request("null", typed.replace("\\n", "\n"), phase, host);
        console.printLine(options.json() ? explainer.json(request) : explainer.text(request));
    }

    private int explainLines(Explainer explainer) throws IOException {
        String line = console.in().readLine();
        while (line != null) {
            if (!line.isBlank()) {
                print(explainer, line);
            }
            line = console.in().readLine();
        }
        return ExitCode.OK;
    }

    private int explainObjects(Explainer explainer) throws IOException {
        int exitCode = ExitCode.OK;
        String line = console.in().readLine();
        for (int number = 1; line != null; number++) {
            try {
                console.printLine(explainer.json(Request.parse(line, phase, host)));
            } catch (BadRequestException e) {
                console.printLine(Json.error("line " + number + ": " + e.getMessage()));
                exitCode = ExitCode.DATA;
            }
            line = console.in().readLine();
        }
        return exitCode;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.smtp.PrintableText;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The newsletter as a command: without arguments against receivers of its own, with {@code --host} in earnest. */
@Command(
        name = "newsletter",
        sortOptions = false,
        description = "Sends a newsletter through a server that throttles, greylists and refuses, and reports for each"
                + " recipient. Without --host it plays five receiving domains, and checks itself against their count.")
public final class NewsletterApp implements Callable<Integer> {

    private static final int MAX_MESSAGE = 500;

    private final Screen screen;
    private final Map<String, String> environment;

    @Mixin
    private final Options options = new Options();

    NewsletterApp(Screen screen, Map<String, String> environment) {
        this.screen = screen;
        this.environment = environment;
    }

    /**
     * Runs it, and ends the process with its exit code.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) {
        Map<String, String> environment = System.getenv();
        int code = run(Screen.ofProcess(environment), environment, args);
        if (code != ExitCode.OK) {
            System.exit(code);
        }
    }

    static int run(Screen screen, Map<String, String> environment, String... args) {
        CommandLine command = new CommandLine(new NewsletterApp(screen, environment))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(new OutputStreamWriter(screen.out(), StandardCharsets.UTF_8), true));
        command.setParameterExceptionHandler((e, arguments) -> refuse(screen, e.getMessage()));
        command.setExecutionExceptionHandler((e, commandLine, parsed) -> fail(screen, e));
        return command.execute(args);
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        Newsletter newsletter = new Newsletter(options, screen);
        if (options.outbox().isPresent()) {
            return new OutboxRun(newsletter, options, screen.err())
                    .run(environment, options.outbox().get());
        }
        if (!options.isEmbedded()) {
            return new RealRun(newsletter, options, screen.err()).run(environment);
        }
        ReportFile.check(options.page(), newsletter.words());
        List<String> subscribers = EmbeddedReceivers.subscribers(options.subscribers(), options.seed);
        return new EmbeddedRun(newsletter, subscribers).run(options.page());
    }

    private static int refuse(Screen screen, @Nullable String sentence) {
        screen.err().println("newsletter: " + PrintableText.of(String.valueOf(sentence), MAX_MESSAGE));
        return ExitCode.USAGE;
    }

    private static int fail(Screen screen, Exception e) {
        if (e instanceof UsageException usage) {
            return refuse(screen, usage.getMessage());
        }
        screen.err().println("newsletter: " + PrintableText.of(e.toString(), MAX_MESSAGE));
        return ExitCode.SOFTWARE;
    }
}

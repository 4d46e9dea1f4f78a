/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code send}: messages over a server, and how it ended for each recipient. */
@Command(
        name = "send",
        description = {
            "Sends messages and says how it ended for each recipient, as soon as that is known.",
            "What can succeed within the deadline is tried again. Ctrl-C ends it in good order."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        versionProvider = RootCommand.Version.class,
        exitCodeListHeading = "Exit codes, the first that applies:%n",
        exitCodeList = {
            "64:wrong usage; nothing was sent",
            "78:fix the configuration",
            "69:somebody was given up",
            "75:somebody is deferred, or it is unknown whether the message was accepted",
            "0:all were delivered to"
        })
final class SendCommand implements Callable<Integer> {

    @Mixin
    private SendOptions options = new SendOptions();

    @Mixin
    private CommonOptions common = new CommonOptions();

    private final Console console;
    private final Function<String, @Nullable String> environment;
    private final StopSignal stopSignal;

    SendCommand(Console console, Function<String, @Nullable String> environment, StopSignal stopSignal) {
        this.console = console;
        this.environment = environment;
        this.stopSignal = stopSignal;
    }

    @Override
    public Integer call() {
        MailServer server;
        Draft draft;
        MailRetryPolicy policy;
        int lanes;
        ReplyCatalogue ownRules;
        try {
            server = options.server(environment);
            draft = options.draft();
            policy = options.policy();
            lanes = options.lanes();
            ownRules = common.hasRules() ? common.catalogue() : null;
        } catch (UsageException | CatalogueException e) {
            console.err().println(e.getMessage() + "; see resilience4mail send --help");
            return ExitCode.USAGE;
        }
        Timekeeper timekeeper = Timekeeper.system();
        Session session = server.session(draft.envelopeFrom(), MailRuntime.with(timekeeper), ownRules);
        BulkSender.Builder sender =
                BulkSender.builder(session).policy(policy).lanes(lanes).lanesInAll(lanes);
        SendPrinter printer = new SendPrinter(common.json(), common.language());
        SendRun run = new SendRun(draft, session, console, printer, timekeeper);
        return stopSignal.guard(() -> run.run(sender));
    }
}

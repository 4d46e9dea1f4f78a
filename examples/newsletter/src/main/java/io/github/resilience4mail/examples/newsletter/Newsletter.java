/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** One run of the newsletter, told to a screen from beginning to end. */
final class Newsletter {

    private static final int MAX_NAMED = 3;

    private final Options options;
    private final Screen screen;
    private final PrintStream out;
    private final Words words;
    private final Timekeeper timekeeper;

    Newsletter(Options options, Screen screen) {
        this.options = options;
        this.screen = screen;
        this.out = screen.out();
        this.words = new Words(options.language.locale());
        this.timekeeper =
                options.factor() == 1 ? Timekeeper.system() : AcceleratedTimekeeper.of(options.factor(), options.seed);
    }

    Words words() {
        return words;
    }

    /** The time of server and client. */
    Timekeeper timekeeper() {
        return timekeeper;
    }

    /** Says something of the run to come. */
    void tell(String key, Object... arguments) {
        out.println(words.of(key, arguments));
    }

    void tellFactor(String key) {
        int factor = options.factor();
        String seconds =
                60 % factor == 0 ? String.valueOf(60 / factor) : String.format(words.locale(), "%.2f", 60.0 / factor);
        tell(key, factor, seconds);
    }

    /** A session with that server, in this run's time. */
    Session session(RealServer server) {
        return server.session(MailRuntime.with(timekeeper));
    }

    /**
     * Sends what is planned, and shows how it goes on.
     *
     * @param tally where the outcomes are counted
     * @param refusals how many a domain answered, by whoever knows best
     */
    RunRecord send(RealServer server, Issue issue, Plan plan, Tally tally, ToLongFunction<DomainCount> refusals)
            throws MessagingException, InterruptedException {
        return send(server, issue, plan, tally, refusals, campaign(issue, plan));
    }

    /**
     * The same.
     *
     * @param sending by what; it is closed in the end
     */
    RunRecord send(
            RealServer server,
            Issue issue,
            Plan plan,
            Tally tally,
            ToLongFunction<DomainCount> refusals,
            Sending sending)
            throws MessagingException, InterruptedException {
        out.println();
        Instant began = Timekeeper.system().now();
        Stopwatch reader = Stopwatch.start(Timekeeper.system());
        Stopwatch theirs = Stopwatch.start(timekeeper);
        plan.endings().forEach(tally::add);
        RunRecord run;
        try (sending) {
            Audience audience = new Audience(plan.subscribers(), tally.known());
            History history = new History(audience, sending::lanes);
            Watch watch = Watch.start(
                    Timekeeper.system(),
                    () -> history.look(theirs.elapsed()),
                    () -> Board.of(tally, audience, history, reader.elapsed(), theirs.elapsed()),
                    screen.display(words, options.factor(), !options.noLive));
            try (watch) {
                sending.send(issue, plan, tally::add);
            }
            run = new RunRecord(
                    server.toString(),
                    began,
                    reader.elapsed(),
                    theirs.elapsed(),
                    options.factor(),
                    sending.connections(),
                    plan.endings().size(),
                    tally,
                    refusals,
                    history);
        }
        String key = options.factor() == 1 ? "summary" : "summary.scaled";
        tell(key, tally.ended(), words.duration(run.took()), run.connections(), words.duration(run.theirs()));
        return run;
    }

    private Campaign campaign(Issue issue, Plan plan) {
        Campaign campaign =
                new Campaign(issue.session(), options.lanes, options.onUnknown(), plan.listener(), timekeeper);
        plan.journal().ifPresent(journal -> journal.onFailure(campaign::stop));
        return campaign;
    }

    /** Tells how everybody ended, and what to do. */
    void report(RunRecord run) {
        out.println();
        new DomainTable(words, run.refusals()).lines(run.tally().domains()).forEach(out::println);
        out.println();
        List<String> actions = new ActionList(words).lines(run.tally().problems());
        tell(actions.isEmpty() ? "action.none" : "action.title");
        actions.forEach(out::println);
    }

    /** Writes the report as a page, and says where it is. */
    void writePage(RunRecord run, List<SelfCheck.Claim> claims, Path file) {
        out.println();
        try {
            ReportFile.write(file, new HtmlReport(words).of(run, claims));
            tell("report.written", file);
        } catch (IOException e) {
            screen.err().println("newsletter: " + words.of("report.unwritable", file));
        }
    }

    /** Tells how the check ended, and returns the exit code that follows. */
    int report(List<SelfCheck.Claim> claims) {
        out.println();
        tell("check.title");
        for (SelfCheck.Claim claim : claims) {
            tell(claim.holds() ? "check.holds" : "check.fails", words.of(claim.key(), claim.figure()));
            if (!claim.holds()) {
                String names = claim.offenders().stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
                tell("check.offenders", claim.offenders().size(), names);
            }
        }
        boolean holds = claims.stream().allMatch(SelfCheck.Claim::holds);
        tell(holds ? "check.ok" : "check.failed");
        return holds ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** The first that applies. */
    static int exitCode(Tally tally, int recipients) {
        if (tally.ended() != recipients) {
            return ExitCode.SOFTWARE;
        }
        if (tally.of(Outcome.FIX_CONFIG) > 0) {
            return ExitCode.FIX_CONFIG;
        }
        if (tally.of(Outcome.GIVEN_UP) > 0) {
            return ExitCode.GIVEN_UP;
        }
        return tally.of(Outcome.DEFERRED) + tally.of(Outcome.UNKNOWN) > 0 ? ExitCode.DEFERRED : ExitCode.OK;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.MailFailure;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** One run of the newsletter, told to a screen from beginning to end. */
final class Newsletter {

    private static final String EMBEDDED_SENDER = "news@newsletter.example";
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

    /** Plays the receivers too, and checks itself against them. */
    int runEmbedded() throws MessagingException, InterruptedException {
        List<String> subscribers = EmbeddedReceivers.subscribers(options.subscribers(), options.seed);
        try (EmbeddedReceivers receivers = EmbeddedReceivers.start(timekeeper)) {
            ScriptedSmtpServer server = receivers.server();
            out.println(words.of("intro.embedded", subscribers.size(), server.host() + ":" + server.port()));
            for (Receiver receiver : Receiver.values()) {
                out.println(words.of("intro.receiver", receiver.domain(), words.of("receiver." + receiver)));
            }
            tellFactor("intro.factor");
            RealServer address = RealServer.withoutLogin(server.host(), server.port());
            Session session = address.session(MailRuntime.with(timekeeper));
            Issue issue = new Issue(session, EMBEDDED_SENDER, timekeeper.now(), true);
            Tally tally = new Tally(EmbeddedReceivers.domains());
            send(session, issue, subscribers, tally);
            report(tally, domain -> server.refused(domain.domain()));
            SelfCheck check =
                    new SelfCheck(subscribers, tally.endings(), server.accepted(), EmbeddedReceivers::mustBeDelivered);
            return report(check.claims());
        }
    }

    /** Sends to a real server. */
    int runReal(Map<String, String> environment) throws MessagingException, InterruptedException, UsageException {
        String sender = options.sender();
        RealServer server = options.server(environment);
        SubscriberFile file = SubscriberFile.read(options.toFile(), words);
        List<String> subscribers = file.addresses();
        file.remarks().forEach(out::println);
        out.println(words.of("intro.real", subscribers.size(), server));
        if (options.factor() > 1) {
            tellFactor("intro.clientFactor");
        }
        Session session = server.session(MailRuntime.with(timekeeper));
        Optional<MessagingException> unreachable = firstContact(session);
        if (unreachable.isPresent()) {
            screen.err().println("newsletter: " + unreachable.get().getMessage());
            boolean mayHelpToWait = MailFailure.of(unreachable.get())
                    .filter(failure -> failure.verdict().decision() == Decision.RETRY)
                    .isPresent();
            return mayHelpToWait ? ExitCode.DEFERRED : ExitCode.FIX_CONFIG;
        }
        Issue issue = new Issue(session, sender, timekeeper.now(), false);
        Tally tally = new Tally(List.of());
        send(session, issue, subscribers, tally);
        report(tally, DomainCount::failedAttempts);
        return exitCode(tally, subscribers.size());
    }

    /** Whoever named the wrong server, port or password should hear of it now, not after an hour of trying. */
    private static Optional<MessagingException> firstContact(Session session) throws NoSuchProviderException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            return Optional.empty();
        } catch (NoSuchProviderException e) {
            throw e;
        } catch (MessagingException e) {
            return Optional.of(e);
        }
    }

    private void tellFactor(String key) {
        int factor = options.factor();
        String seconds =
                60 % factor == 0 ? String.valueOf(60 / factor) : String.format(words.locale(), "%.2f", 60.0 / factor);
        out.println(words.of(key, factor, seconds));
    }

    private void send(Session session, Issue issue, List<String> subscribers, Tally tally)
            throws MessagingException, InterruptedException {
        out.println();
        long startNanos = timekeeper.nanoTime();
        Campaign campaign = new Campaign(session, options.lanes);
        ProgressBar bar = ProgressBar.start(screen, words, tally, subscribers.size(), Timekeeper.system());
        int connections;
        try (bar) {
            connections = campaign.send(issue, subscribers, tally);
        }
        String key = options.factor() == 1 ? "summary" : "summary.scaled";
        Duration theirs = Duration.ofNanos(timekeeper.nanoTime() - startNanos);
        out.println(words.of(key, tally.ended(), words.duration(bar.elapsed()), connections, words.duration(theirs)));
    }

    private void report(Tally tally, ToLongFunction<DomainCount> refusals) {
        out.println();
        new DomainTable(words, refusals).lines(tally.domains()).forEach(out::println);
        out.println();
        List<String> actions = new ActionList(words).lines(tally.problems());
        out.println(words.of(actions.isEmpty() ? "action.none" : "action.title"));
        actions.forEach(out::println);
    }

    /** Tells how the check ended, and returns the exit code that follows. */
    int report(List<SelfCheck.Claim> claims) {
        out.println();
        out.println(words.of("check.title"));
        for (SelfCheck.Claim claim : claims) {
            out.println(words.of(claim.holds() ? "check.holds" : "check.fails", words.of(claim.key(), claim.figure())));
            if (!claim.holds()) {
                String names = claim.offenders().stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
                out.println(words.of("check.offenders", claim.offenders().size(), names));
            }
        }
        boolean holds = claims.stream().allMatch(SelfCheck.Claim::holds);
        out.println(words.of(holds ? "check.ok" : "check.failed"));
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

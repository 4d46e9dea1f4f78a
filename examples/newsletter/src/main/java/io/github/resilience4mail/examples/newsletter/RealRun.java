/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.javamail.MailFailure;
import jakarta.mail.MessagingException;
import jakarta.mail.NoSuchProviderException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A run to a real server, which writes a journal, or continues one. */
final class RealRun {

    private final Newsletter newsletter;
    private final Options options;
    private final Words words;
    private final PrintStream err;

    RealRun(Newsletter newsletter, Options options, PrintStream err) {
        this.newsletter = newsletter;
        this.options = options;
        this.words = newsletter.words();
        this.err = err;
    }

    /** Sends to everybody on the list who has not been sent to, and returns the exit code. */
    int run(Map<String, String> environment) throws MessagingException, InterruptedException, UsageException {
        String sender = options.sender();
        RealServer server = options.server(environment);
        SubscriberFile file = SubscriberFile.read(options.toFile(), words);
        List<String> subscribers = file.addresses();
        Path page = options.page();
        ReportFile.check(page, words);
        Optional<Path> resumed = options.resumed();
        JournalReader.@Nullable Content content =
                resumed.isPresent() ? readJournal(resumed.get(), sender, subscribers) : null;
        file.remarks().forEach(remark -> newsletter.tell("file.remark", remark));
        newsletter.tell("intro.real", subscribers.size(), server);
        if (options.factor() > 1) {
            newsletter.tellFactor("intro.clientFactor");
        }
        Session session = newsletter.session(server);
        Optional<MessagingException> unreachable = firstContact(session);
        if (unreachable.isPresent()) {
            return tellUnreachable(unreachable.get());
        }
        Instant date = content == null
                ? newsletter.timekeeper().now()
                : content.identity().date();
        Issue issue = new Issue(session, sender, date, false);
        Plan plan = content == null ? begin(sender, subscribers, date) : resume(issue, subscribers, content);
        return send(server, issue, plan, page);
    }

    private int send(RealServer server, Issue issue, Plan plan, Path page)
            throws MessagingException, InterruptedException {
        Tally tally = new Tally(List.of());
        Journal journal = plan.journal().orElseThrow();
        try (journal) {
            RunRecord run = newsletter.send(server, issue, plan, tally, DomainCount::failedAttempts);
            newsletter.report(run);
            newsletter.writePage(run, List.of(), page);
        } catch (IOException e) {
            err.println("newsletter: " + words.of("journal.lost", options.journal()));
            return ExitCode.SOFTWARE;
        }
        if (journal.hasFailed()) {
            err.println("newsletter: " + words.of("journal.failed", options.journal()));
            return ExitCode.DEFERRED;
        }
        return Newsletter.exitCode(tally, plan.subscribers().size());
    }

    private Plan begin(String sender, List<String> subscribers, Instant date) throws UsageException {
        Path file = options.journal();
        RunIdentity identity = RunIdentity.of(Issue.identity(sender), subscribers, date);
        Journal journal = Journal.begin(file, identity, Issue::numberOf, words);
        newsletter.tell("intro.journal", file);
        return Plan.toAll(subscribers, Optional.of(journal));
    }

    private JournalReader.Content readJournal(Path file, String sender, List<String> subscribers)
            throws UsageException {
        JournalReader.Content content = JournalReader.read(file, words);
        RunIdentity identity = content.identity();
        RunIdentity present = RunIdentity.of(Issue.identity(sender), subscribers, identity.date());
        if (!identity.issue().equals(present.issue())) {
            throw new UsageException(words.of("journal.otherIssue", file));
        }
        if (!identity.list().equals(present.list())) {
            throw new UsageException(words.of("journal.otherList", file, identity.subscribers(), subscribers.size()));
        }
        return content;
    }

    private Plan resume(Issue issue, List<String> subscribers, JournalReader.Content content) throws UsageException {
        Resumption left = new Resumption(
                content.standings(),
                subscribers,
                issue::messageId,
                options.onUnknown(),
                newsletter.timekeeper().now(),
                Campaign.DEADLINE);
        Path file = options.journal();
        Journal journal = Journal.resume(file, content, Issue::numberOf, left::isDoubtful, words);
        newsletter.tell("resume.title", file);
        newsletter.tell("resume.ended", left.endings().size());
        newsletter.tell("resume.doubtful." + options.onUnknown(), left.doubtful());
        newsletter.tell("resume.deferred", left.deferred());
        newsletter.tell("resume.untried", left.untried());
        return new Plan(subscribers, left.letters(), left.endings(), left::isDoubtful, Optional.of(journal));
    }

    private int tellUnreachable(MessagingException e) {
        return tellUnreachable(err, e);
    }

    static int tellUnreachable(PrintStream err, MessagingException e) {
        err.println("newsletter: " + e.getMessage());
        boolean mayHelpToWait = MailFailure.of(e)
                .filter(failure -> failure.verdict().decision() == Decision.RETRY)
                .isPresent();
        return mayHelpToWait ? ExitCode.DEFERRED : ExitCode.FIX_CONFIG;
    }

    /** Whoever named the wrong server, port or password should hear of it now, not after an hour of trying. */
    static Optional<MessagingException> firstContact(Session session) throws NoSuchProviderException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            return Optional.empty();
        } catch (NoSuchProviderException e) {
            throw e;
        } catch (MessagingException e) {
            return Optional.of(e);
        }
    }
}

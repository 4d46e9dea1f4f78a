/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.outbox.OutboxException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run to a real server out of a database; called again with the same list, it goes on where it was broken. */
final class OutboxRun {

    private final Newsletter newsletter;
    private final Options options;
    private final Words words;
    private final PrintStream err;

    OutboxRun(Newsletter newsletter, Options options, PrintStream err) {
        this.newsletter = newsletter;
        this.options = options;
        this.words = newsletter.words();
        this.err = err;
    }

    /** Sends to everybody on the list who has no outcome yet, and returns the exit code. */
    int run(Map<String, String> environment, Path database)
            throws MessagingException, InterruptedException, UsageException {
        String sender = options.sender();
        RealServer server = options.server(environment);
        SubscriberFile file = SubscriberFile.read(options.toFile(), words);
        ReportFile.check(options.page(), words);
        file.remarks().forEach(remark -> newsletter.tell("file.remark", remark));
        newsletter.tell("intro.real", file.addresses().size(), server);
        Session session = newsletter.session(server);
        Optional<MessagingException> unreachable = RealRun.firstContact(session);
        if (unreachable.isPresent()) {
            return RealRun.tellUnreachable(err, unreachable.get());
        }
        Issue issue = new Issue(session, sender, newsletter.timekeeper().now(), false);
        try {
            return send(server, issue, sender, Plan.toAll(file.addresses(), Optional.empty()), database);
        } catch (SQLException | OutboxException e) {
            throw new UsageException(words.of("outbox.unusable", database, String.valueOf(e.getMessage())));
        }
    }

    private int send(RealServer server, Issue issue, String sender, Plan plan, Path database)
            throws MessagingException, InterruptedException, UsageException, SQLException {
        OutboxCampaign campaign = new OutboxCampaign(
                database, issue.session(), options.lanes, options.onUnknown(), newsletter.timekeeper());
        try (campaign) {
            RunIdentity identity = RunIdentity.of(Issue.identity(sender), plan.subscribers(), Instant.EPOCH);
            long added = campaign.keep(issue, plan.letters(), identity.issue() + "/" + identity.list());
            if (added < 0) {
                throw new UsageException(words.of("outbox.other", database));
            }
            int earlier = campaign.settled();
            newsletter.tell(added > 0 ? "outbox.begins" : "outbox.goesOn", database, earlier);
            Tally tally = new Tally(List.of());
            RunRecord run = newsletter.send(server, issue, plan, tally, DomainCount::failedAttempts, campaign);
            newsletter.report(run.after(earlier));
            newsletter.writePage(run.after(earlier), List.of(), options.page());
            return Newsletter.exitCode(tally, plan.subscribers().size());
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A run that plays the receivers too, and checks itself against them. */
final class EmbeddedRun {

    private static final String SENDER = "news@newsletter.example";

    private final Newsletter newsletter;
    private final List<String> subscribers;

    EmbeddedRun(Newsletter newsletter, List<String> subscribers) {
        this.newsletter = newsletter;
        this.subscribers = subscribers;
    }

    /**
     * Sends to everybody, and returns the exit code.
     *
     * @param page where the report is written to
     */
    int run(Path page) throws MessagingException, InterruptedException {
        try (EmbeddedReceivers receivers = EmbeddedReceivers.start(newsletter.timekeeper())) {
            ScriptedSmtpServer server = receivers.server();
            newsletter.tell("intro.embedded", subscribers.size(), server.host() + ":" + server.port());
            for (Receiver receiver : Receiver.values()) {
                newsletter.tell(
                        "intro.receiver", receiver.domain(), newsletter.words().of("receiver." + receiver));
            }
            newsletter.tellFactor("intro.factor");
            RealServer address = RealServer.withoutLogin(server.host(), server.port());
            Issue issue = new Issue(
                    newsletter.session(address), SENDER, newsletter.timekeeper().now(), true);
            Tally tally = new Tally(EmbeddedReceivers.domains());
            RunRecord run = newsletter.send(
                    address,
                    issue,
                    Plan.toAll(subscribers, Optional.empty()),
                    tally,
                    domain -> server.refused(domain.domain()));
            newsletter.report(run);
            List<SelfCheck.Claim> claims = new SelfCheck(
                            subscribers, tally.endings(), server.accepted(), EmbeddedReceivers::mustBeDelivered)
                    .claims();
            newsletter.writePage(run, claims, page);
            return newsletter.report(claims);
        }
    }
}

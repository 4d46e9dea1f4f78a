/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The examples of the guide's page about bounces, as they stand there. */
class BouncesGuideTest {

    private final Logger log = LoggerFactory.getLogger(BouncesGuideTest.class);
    private final List<String> done = new ArrayList<>();
    private final Set<String> sent = Set.of("<n1@example.com>");
    private final Subscribers subscribers = new Subscribers();

    /** What an application may have. */
    private final class Subscribers {

        void remove(String address) {
            done.add("removed " + address);
        }

        void unsubscribe(String address) {
            done.add("unsubscribed " + address);
        }
    }

    private void tellSomeone(BounceReport report, Verdict verdict) {
        done.add("told " + report.recipient().orElseThrow() + " " + verdict.reason());
    }

    private void sendAgain(String messageId, Optional<String> recipient) {
        done.add("again " + messageId + " " + recipient.orElseThrow());
    }

    private void waitFor(String messageId, Optional<Instant> until) {
        done.add("waits " + messageId + " " + until.orElseThrow());
    }

    private static MimeMessage sample(String name) throws MessagingException {
        return new MimeMessage(null, new ByteArrayInputStream(BounceSamples.bytes(name)));
    }

    // tag::act[]
    void onBounce(BounceReport report) {
        String messageId = report.messageId().orElse("");
        if (!sent.contains(messageId)) {
            return; // anybody can write a bounce: act only on what you have sent
        }
        switch (report.kind()) {
            case FAILED -> onFailure(report, messageId, report.verdict().orElseThrow());
            case COMPLAINT -> report.recipient().ifPresent(subscribers::unsubscribe);
            case DELAYED -> waitFor(messageId, report.willRetryUntil());
            case AUTO_REPLY, UNREADABLE -> log.debug("{}", report);
        }
    }

    void onFailure(BounceReport report, String messageId, Verdict verdict) {
        if (verdict.suppress()) {
            report.recipient().ifPresent(subscribers::remove); // the address is dead
        } else if (verdict.decision() == Decision.RETRY) {
            sendAgain(messageId, report.recipient()); // tomorrow, or with the next issue
        } else {
            tellSomeone(report, verdict); // a blocklist, a missing SPF record, a message too big
        }
    }
    // end::act[]

    @TempDir
    private Path directory;

    @BeforeEach
    void writeMailbox() throws IOException {
        StringBuilder mailbox = new StringBuilder();
        for (String name : List.of("dsn-failed", "ordinary", "complaint", "dsn-headers-only")) {
            mailbox.append("From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n")
                    .append(new String(BounceSamples.bytes(name), StandardCharsets.UTF_8))
                    .append('\n');
        }
        Files.writeString(directory.resolve("bounces"), mailbox);
    }

    @Test
    void oneMessage() throws IOException, MessagingException {
        MimeMessage message = sample("dsn-delayed-dates");
        // tag::read[]
        BounceReader reader = BounceReader.of(ReplyCatalogue.standard());
        for (BounceReport report : reader.read(message)) {
            onBounce(report);
        }
        // end::read[]
        assertThat(done).containsExactly("waits <n1@example.com> 2026-11-28T10:00:00Z");
    }

    @Test
    void aMailbox() throws IOException {
        BounceReader reader = BounceReader.of(ReplyCatalogue.standard());
        Path file = directory.resolve("bounces");
        // tag::mailbox[]
        try (InputStream in = Files.newInputStream(file)) {
            reader.readMailbox(in, reports -> reports.forEach(this::onBounce));
        }
        // end::mailbox[]
        assertThat(done)
                .containsExactly(
                        "removed ada@example.net", "unsubscribed ada@example.net", "told ada@example.net RELAY_DENIED");
    }

    @Test
    void theEnvelopeRecipient() throws IOException {
        BounceReader reader = BounceReader.of(ReplyCatalogue.standard());
        InputStream in = new ByteArrayInputStream(BounceSamples.bytes("dsn-verp-header"));
        // tag::verp[]
        String to = "news+ada=example.net@example.com"; // to whom the bounce was sent: the envelope sender of your mail
        List<BounceReport> reports = reader.read(in, to);
        reports.get(0).recipient(); // ada@example.net, whatever the bounce calls her
        // end::verp[]
        assertThat(reports).singleElement().satisfies(report -> assertThat(report.recipient())
                .contains("ada@example.net"));
    }

    @Test
    void aMailboxThatIsFullIsTriedAgain() throws IOException, MessagingException {
        BounceReader.of(ReplyCatalogue.standard())
                .read(sample("qmail-too-long"))
                .forEach(this::onBounce);

        assertThat(done).containsExactly("again <n1@example.com> ada@example.net");
    }
}

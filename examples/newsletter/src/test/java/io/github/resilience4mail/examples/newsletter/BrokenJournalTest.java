/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BrokenJournalTest {

    private static final String SENDER = "news@sender.example";

    private final List<String> subscribers = IntStream.rangeClosed(1, 3_000)
            .mapToObj(n -> "reader" + n + "@one.example")
            .toList();

    /** What is not written down could be sent twice later on. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void stopsTheSendingWhenTheJournalCannotBeWritten(@TempDir Path folder) throws Exception {
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        Screen screen = new Screen(out, out, false, Paint.PLAIN, new TerminalSize(80, 24), size -> size);
        Newsletter newsletter = new Newsletter(new Options(), screen);
        RunIdentity identity = RunIdentity.of("issue", subscribers, Instant.EPOCH);
        Journal journal =
                Journal.begin(folder.resolve("journal"), identity, Issue::numberOf, new Words(Locale.ENGLISH));
        journal.close();
        Tally tally = new Tally(List.of());
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            RealServer address = RealServer.withoutLogin(server.host(), server.port());
            Issue issue = new Issue(newsletter.session(address), SENDER, Instant.EPOCH, false);
            RunRecord run =
                    newsletter.send(address, issue, Plan.toAll(subscribers, Optional.of(journal)), tally, domain -> 0);
            assertThat(journal.hasFailed()).isTrue();
            assertThat(run.tally().ended()).isLessThan(subscribers.size());
            assertThat(server.acceptedCount()).isLessThan(subscribers.size());
        }
    }
}

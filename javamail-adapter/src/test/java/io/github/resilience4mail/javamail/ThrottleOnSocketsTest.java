/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSnapshot;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Some of the simulated scenarios again, over real sockets and with the real sender, in accelerated time. Its figures
 * are written to {@code target/throttle-on-sockets.md}; how long it took is not judged, because the machine's own time
 * counts forty times.
 */
@Timeout(120)
class ThrottleOnSocketsTest {

    private static final int FACTOR = 40;
    private static final Duration LINK_DELAY = Duration.ofMillis(60);
    private static final List<String> ROWS = new ArrayList<>();

    private enum Scenario {
        CONNECTIONS("connections 5, 421 at connect", 600, 30) {
            @Override
            Manners.Builder manners() {
                return Manners.builder()
                        .maxConnections(5)
                        .connectionRefusal("421 4.7.0 mx.rcv.example Error: too many connections from 192.0.2.1");
            }
        },
        CONNECTIONS_AFTER_DATA("connections 3, 432 after DATA", 600, 30) {
            @Override
            Manners.Builder manners() {
                return Manners.builder().maxConnections(3).refuseAfterData();
            }
        },
        MESSAGES("100 a minute", 400, 40) {
            @Override
            Manners.Builder manners() {
                return Manners.builder().maxMessages(100, Duration.ofMinutes(1));
            }
        },
        ALL("connections 3, 30 a minute, 20 a session", 150, 40) {
            @Override
            Manners.Builder manners() {
                return Manners.builder()
                        .maxConnections(3)
                        .maxMessages(30, Duration.ofMinutes(1))
                        .maxMessagesPerConnection(20);
            }
        },
        GREYLIST("greylist of 300 s", 300, 340) {
            @Override
            Manners.Builder manners() {
                return Manners.builder()
                        .greylisting(Duration.ofSeconds(300))
                        .greylistRefusal("450 4.2.0 Recipient address rejected: Greylisted, see our help page");
            }
        };

        private final String text;
        private final int messages;
        private final int mostRefusals;

        Scenario(String text, int messages, int mostRefusals) {
            this.text = text;
            this.messages = messages;
            this.mostRefusals = mostRefusals;
        }

        abstract Manners.Builder manners();
    }

    @ParameterizedTest
    @EnumSource
    void everythingArrivesAndFewAreRefused(Scenario scenario) throws Exception {
        Timekeeper time = AcceleratedTimekeeper.of(FACTOR, 1);
        try (var server = ScriptedSmtpServer.builder()
                .timekeeper(time)
                .linkDelay(LINK_DELAY)
                .transcriptLimit(0)
                .serverWide(scenario.manners().build())
                .start()) {
            Session session = new Mail(server)
                    .with("mail.smtp.retry.runtime", MailRuntime.with(time))
                    .session();
            try (BulkSender sender = BulkSender.builder(session).lanes(20).build()) {
                List<MimeMessage> messages = new ArrayList<>();
                for (int i = 0; i < scenario.messages; i++) {
                    messages.add(Mail.message(session, "r" + i + "@rcv.example"));
                }
                BulkReport report = sender.sendAll(messages.iterator());
                note(scenario, report, sender.destinations());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(scenario.messages);
                assertThat(server.duplicates()).isEmpty();
                assertThat(report.attempts() - scenario.messages).isLessThanOrEqualTo(scenario.mostRefusals);
            }
        }
    }

    private static void note(Scenario scenario, BulkReport report, List<LaneSnapshot> destinations) {
        long refusals = report.attempts() - scenario.messages;
        ROWS.add(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %d | %d |",
                scenario.text,
                scenario.messages,
                report.elapsed().toSeconds(),
                refusals,
                report.connections(),
                destinations.get(0).laneLimit()));
    }

    @AfterAll
    static void writeTable() throws IOException {
        List<String> lines = new ArrayList<>(Arrays.asList(
                "| scenario | messages | seconds | refusals | connections | lanes at the end |",
                "|---|---|---|---|---|---|"));
        lines.addAll(ROWS);
        Files.write(Path.of("target", "throttle-on-sockets.md"), lines);
    }
}

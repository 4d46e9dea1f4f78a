/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands that run ahead of their answers weaken no promise. */
class PipeliningTest {

    private static final int MESSAGES = 6;

    /** How often the sender of a message is another one when somebody asks again. */
    private static final int CHANGES = 3;

    private static final List<Action> WAYS = List.of(
            Action.reply("451 4.3.0 Try again later"),
            Action.reply("550 5.1.1 No such user"),
            Action.reply("421 4.3.2 Shutting down").thenClose(),
            Action.reply("421 4.7.0 Too many messages in this connection").thenClose(),
            Action.reply("432 4.3.2 Concurrent connections limit exceeded"),
            Action.reply("354 Go ahead"),
            Action.reply("250 2.0.0 Ok"),
            Action.rawReply("250 2.0.0 Ok\r\n250 2.0.0 Ok\r\n"),
            Action.close(),
            Action.reset());

    static Stream<Arguments> faults() {
        return Stream.of(SmtpPhase.MAIL, SmtpPhase.RCPT, SmtpPhase.DATA, SmtpPhase.END_OF_DATA)
                .flatMap(phase ->
                        WAYS.stream().flatMap(way -> Stream.of(1, 2, 3).map(nth -> Arguments.of(phase, way, nth))));
    }

    @ParameterizedTest(name = "{0} no. {2}: {1}")
    @MethodSource("faults")
    void whateverGoesWrongInOneMessageTheOthersEndAsTheyShould(SmtpPhase phase, Action way, int nth) throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .keepMessages()
                .on(phase, Occurrence.nth(nth), way)
                .start()) {
            List<DeliveryReport> reports = send(server, "full", AcceleratedTimekeeper.of(1_000, 1));
            for (DeliveryReport report : reports) {
                check(report, server);
            }
            assertThat(reports.stream().filter(DeliveryReport::isDelivered)).hasSizeGreaterThanOrEqualTo(MESSAGES - 2);
            assertThat(server.messages()).allSatisfy(bytes -> assertThat(new String(bytes, StandardCharsets.UTF_8))
                    .contains("Subject")
                    .doesNotContain("RSET", "MAIL FROM", "RCPT TO"));
        }
    }

    private static void check(DeliveryReport report, ScriptedSmtpServer server) {
        for (RecipientReport result : report.recipients()) {
            int accepted = server.acceptedCount(report.messageId(), result.recipient());
            switch (result.outcome()) {
                case DELIVERED -> assertThat(accepted).isBetween(1, result.possibleDuplicate() ? 2 : 1);
                case UNKNOWN -> assertThat(accepted).isLessThanOrEqualTo(1);
                default -> assertThat(accepted).isZero();
            }
        }
    }

    private static Session session(ScriptedSmtpServer server, String pipelining, Timekeeper timekeeper) {
        return new Mail(server)
                .with("mail.smtp.retry.pipelining", pipelining)
                .with("mail.smtp.retry.runtime", MailRuntime.with(timekeeper))
                .session();
    }

    /** Submits all messages, and only then lets the lane begin: else it might not know the next one yet. */
    private static List<DeliveryReport> send(ScriptedSmtpServer server, String pipelining, Timekeeper timekeeper)
            throws Exception {
        Session session = session(server, pipelining, timekeeper);
        return send(session, i -> Mail.message(session, "r" + i + "@rcv.example"));
    }

    /** Makes the messages, by their numbers. */
    @FunctionalInterface
    private interface Letters {
        MimeMessage letter(int number) throws MessagingException;
    }

    private static List<DeliveryReport> send(Session session, Letters letters) throws Exception {
        List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
        CompletableFuture<Boolean> submitted = new CompletableFuture<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (BulkSender sender = BulkSender.builder(session)
                .policy(MailRetryPolicy.builder().deadline(Duration.ofDays(3)).build())
                .lanes(1)
                .messagesPerConnection(4)
                .executor(task -> {
                    CompletableFuture<Void> unused = submitted.thenRunAsync(task, threads);
                })
                .build()) {
            for (int i = 0; i < MESSAGES; i++) {
                futures.add(sender.submit(letters.letter(i)));
            }
            submitted.complete(true);
            return futures.stream()
                    .map(future -> future.orTimeout(50, TimeUnit.SECONDS).join())
                    .toList();
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theNextEnvelopeFollowsTheFinalDot() throws Exception {
        // a refused message is followed by RSET, unless the next envelope was on its way before that was known
        assertThat(transcriptWithOneRefusal("full")).doesNotContain("RSET");
        assertThat(transcriptWithOneRefusal("envelope")).contains("RSET");
    }

    private static List<String> transcriptWithOneRefusal(String pipelining) throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.nth(2), Action.reply("550 5.6.0 Not this one"))
                .start()) {
            List<DeliveryReport> reports = send(server, pipelining, Timekeeper.system());
            assertThat(reports.stream().filter(DeliveryReport::isDelivered)).hasSize(MESSAGES - 1);
            assertThat(server.duplicates()).isEmpty();
            return server.transcript(1);
        }
    }

    @Test
    void aServerThatAcceptsNobodyAndYetWaitsForAMessageGetsALoneDot() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("550 5.1.1 No such user"))
                .on(SmtpPhase.DATA, Occurrence.first(), Action.reply("354 Go ahead"))
                .start()) {
            Mail mail = new Mail(server);
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.GIVEN_UP);
            assertThat(server.accepted()).isEmpty();
            assertThat(server.transcript(1)).containsSubsequence("DATA", ".", "RSET");
        }
    }

    @Test
    void noDataIsSentAheadWhereOneRefusalHoldsTheMessageBack() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("b@rcv.example"), Action.reply("550 5.1.1 No such user"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.sendpartial", "false").with("mail.smtp.retry.deadline", "0");
            assertThat(Sending.of(mail, "a@rcv.example", "b@rcv.example").outcomes())
                    .containsExactly(Outcome.DEFERRED, Outcome.GIVEN_UP);
            assertThat(server.transcript(1)).doesNotContain("DATA");
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void aServerThatGetsOutOfStepIsSentOneCommandAtATime() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.first(), Action.rawReply("250 2.0.0 Ok\r\n250 2.0.0 Ok\r\n"))
                .on(SmtpPhase.MAIL, Occurrence.nth(2), Action.reply("451 4.3.0 Try again later"))
                .start()) {
            Mail mail = new Mail(server);
            Sending.of(mail, "a@rcv.example");
            assertThat(server.connections()).isGreaterThan(1);
            // refused, and yet nobody had asked for DATA: it was not sent ahead any more
            assertThat(server.transcript(2)).containsSubsequence("RSET", "DATA");
            assertThat(server.duplicates()).isEmpty();
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void whereItIsNotOfferedNothingRunsAhead() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .withoutCapability("PIPELINING")
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.reply("550 5.1.8 Sender refused"))
                .start()) {
            Sending.of(new Mail(server), "a@rcv.example");
            assertThat(server.transcript(1)).noneMatch(command -> command.startsWith("RCPT"));
        }
    }

    @Test
    void manyRecipientsGoInSeveralFlights() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            String[] many = Stream.iterate(0, i -> i + 1)
                    .limit(230)
                    .map(i -> "r" + i + "@rcv.example")
                    .toArray(String[]::new);
            assertThat(Sending.of(new Mail(server), many).outcomes()).containsOnly(Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(230);
        }
    }

    @Test
    void nobodyIsAheadWhoseAddressTheServerHasNotAgreedToRead() throws Exception {
        String slice = "\u0161lice@rcv.example";
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = session(server, "full", AcceleratedTimekeeper.of(1_000, 1));
            session.getProperties().put("mail.mime.allowutf8", "true");
            List<DeliveryReport> reports = send(session, i -> Mail.message(session, "r" + i + "@rcv.example", slice));
            assertThat(reports).allSatisfy(report -> assertThat(report.recipients())
                    .extracting(RecipientReport::outcome)
                    .containsExactly(Outcome.DELIVERED, Outcome.FIX_CONFIG));
            assertThat(server.duplicates()).isEmpty();
            assertThat(server.transcript(1)).noneMatch(command -> command.contains("lice@"));
        }
    }

    @Test
    void whoseEnvelopeHasChangedOnTheWayIsNotBlamedForIt() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            AtomicInteger asked = new AtomicInteger();
            SMTPMessage message = new SMTPMessage(mail.message("a@rcv.example")) {
                @Override
                public String getEnvelopeFrom() {
                    return Math.min(asked.incrementAndGet(), CHANGES) + "@client.example";
                }
            };
            assertThat(Sending.of(mail, message).outcomes()).containsExactly(Outcome.DELIVERED);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void aValueThatNobodyKnowsIsAnError() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Session session = session(server, "always", Timekeeper.system());
            assertThatThrownBy(() -> session.getTransport("smtp").connect())
                    .hasMessageContaining("mail.smtp.retry.pipelining")
                    .hasMessageContaining("off, envelope or full");
        }
    }
}

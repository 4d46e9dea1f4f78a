/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a server does that keeps the program waiting, in time that runs fast. */
@Timeout(30)
class SendRunTest {

    private static final int FACTOR = 60;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StopSignal signal = new StopSignal();

    private int run(ScriptedSmtpServer server, int count) {
        try {
            Timekeeper fast = AcceleratedTimekeeper.of(FACTOR, 1);
            Draft draft = Draft.of(
                    MailAddress.parse("--from", "a@example.org"),
                    List.of("u{n}@rcv.example"),
                    null,
                    new Draft.Content(null, "text"),
                    count);
            Session session = new MailServer(server.host(), server.port(), StartTls.OFF, null)
                    .session(draft.envelopeFrom(), MailRuntime.with(fast), null);
            Console console = Console.of(InputStream.nullInputStream(), out, out);
            SendRun run = new SendRun(draft, session, console, new SendPrinter(true, java.util.Locale.ENGLISH), fast);
            return signal.guard(() -> run.run(BulkSender.builder(session).lanes(1)));
        } catch (UsageException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void whatIsStillInFlightWhenPatienceEndsIsUnknown() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenStall())
                .start()) {
            CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> run(server, 3));
            while (server.acceptedCount() == 0) {
                Thread.onSpinWait();
            }
            assertThat(signal.endWork()).isTrue();

            assertThat(exitCode.get(20, TimeUnit.SECONDS)).isEqualTo(ExitCode.LATER);
            assertThat(lines()).hasSize(4);
            assertThat(lines().stream().limit(3).map(line -> field(line, "recipient") + " " + field(line, "outcome")))
                    .containsExactlyInAnyOrder(
                            "u1@rcv.example UNKNOWN", "u2@rcv.example DEFERRED", "u3@rcv.example DEFERRED");
            assertThat(lines().get(3)).contains("\"unknown\":1,\"attempts\":1,\"connections\":1,");
        }
    }

    @Test
    void aServerThatDoesNotSayGoodbyeKeepsNobodyWaiting() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.QUIT, Occurrence.every(), Action.stall())
                .start()) {
            assertThat(run(server, 1)).isZero();
            assertThat(lines().get(1)).contains("\"delivered\":1,", "\"connections\":1,");
            assertThat(Double.parseDouble(field(lines().get(1), "seconds"))).isLessThan(60);
        }
    }
}

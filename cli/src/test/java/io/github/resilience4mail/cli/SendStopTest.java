/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Ctrl-C ends it in good order. */
@Timeout(60)
class SendStopTest {

    private static final int COUNT = 3000;

    @Test
    void whatIsInFlightEndsAndTheRestIsDeferred() throws Exception {
        CountDownLatch inFlight = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Timekeeper held = new Held(inFlight, goOn);
        try (var server = ScriptedSmtpServer.builder()
                .timekeeper(held)
                .on(SmtpPhase.END_OF_DATA, Occurrence.nth(2), Action.proceed().after(Duration.ofSeconds(1)))
                .start()) {
            StopSignal signal = new StopSignal();
            CompletableFuture<Answer> answer = CompletableFuture.supplyAsync(() -> Program.with(signal)
                    .answer(
                            "",
                            SendTo.arguments(
                                    server, "--to=u{n}@rcv.example", "--count=" + COUNT, "--lanes=1", "--json")));
            inFlight.await();
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(signal::endWork);
            goOn.countDown();

            assertThat(ended.get(30, TimeUnit.SECONDS)).isTrue();
            List<String> lines = answer.get(30, TimeUnit.SECONDS).lines();
            assertAllAccountedFor(lines, answer.get().exitCode(), server);
        }
    }

    private static void assertAllAccountedFor(List<String> lines, int exitCode, ScriptedSmtpServer server) {
        assertThat(exitCode).isEqualTo(75);
        assertThat(lines).hasSize(COUNT + 1);
        assertThat(lines.stream().limit(COUNT).map(line -> field(line, "recipient")))
                .doesNotHaveDuplicates();
        long delivered =
                lines.stream().filter(line -> line.contains("\"DELIVERED\"")).count();
        assertThat(server.acceptedCount()).isEqualTo((int) delivered).isBetween(1, COUNT - 1);
        assertThat(lines.stream().limit(COUNT).filter(line -> !line.contains("\"DELIVERED\"")))
                .allSatisfy(line -> {
                    assertThat(field(line, "outcome")).isEqualTo("DEFERRED");
                    assertThat(field(line, "decision")).isEqualTo("RETRY");
                    assertThat(field(line, "retryAt")).endsWith("Z");
                });
        assertThat(lines.get(COUNT)).contains("\"delivered\":" + delivered, "\"deferred\":" + (COUNT - delivered));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theProgramIsToldByASignal() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.every(), Action.proceed().after(Duration.ofMillis(50)))
                .start()) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp"));
            command.add(System.getProperty("java.class.path"));
            command.add(Main.class.getName());
            command.addAll(List.of(
                    SendTo.arguments(server, "--to=u{n}@rcv.example", "--count=" + COUNT, "--lanes=2", "--json")));
            Process process = new ProcessBuilder(command).start();
            try (BufferedReader out = process.inputReader()) {
                String first = out.readLine();
                // Process.destroy would close what is still to be read
                process.toHandle().destroy();
                List<String> lines =
                        Stream.concat(Stream.of(first), out.lines()).toList();
                assertAllAccountedFor(lines, process.waitFor(), server);
            } finally {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void atTheUsualEndThereIsNothingToStop() {
        StopSignal signal = new StopSignal();
        assertThat(signal.guard(() -> 3)).isEqualTo(3);
        assertThat(signal.endWork()).isFalse();
    }

    /** Time that stands still in the middle of a message until the test goes on. */
    private record Held(CountDownLatch inFlight, CountDownLatch goOn) implements Timekeeper {

        @Override
        public java.time.Instant now() {
            return Timekeeper.system().now();
        }

        @Override
        public long nanoTime() {
            return Timekeeper.system().nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            inFlight.countDown();
            goOn.await();
        }

        @Override
        public void await(java.util.concurrent.locks.Condition condition, Duration duration)
                throws InterruptedException {
            Timekeeper.system().await(condition, duration);
        }

        @Override
        public double random() {
            return 0;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static io.github.resilience4mail.cli.SendTo.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.cli.Program.Answer;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The deadline, and the longest delay, of the whole program on real time. */
@Timeout(30)
class SendTimeTest {

    private static double seconds(Answer answer) {
        return Double.parseDouble(field(answer.lines().get(answer.lines().size() - 1), "seconds"));
    }

    /** One concerns a recipient, one the whole destination, one the connection, one its number. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "RCPT 450 4.2.0 Greylisted, try again in 300 seconds",
                "MAIL 451 4.7.1 Too many messages, try again in 3600 seconds",
                "MAIL 451 4.7.1 Too many messages",
                "CONNECT 421 4.3.2 Too many connections, retry in 600 seconds",
                "RCPT 452 4.2.2 Mailbox full",
            })
    void theLongestDelayIsThatOfTheUserWhateverTheServerAsksFor(String script) {
        SmtpPhase phase = SmtpPhase.valueOf(script.substring(0, script.indexOf(' ')));
        Action refusal = Action.reply(script.substring(script.indexOf(' ') + 1));
        try (var server = ScriptedSmtpServer.builder()
                .on(phase, Occurrence.upTo(2), phase == SmtpPhase.CONNECT ? refusal.thenClose() : refusal)
                .start()) {
            Answer answer = send(server, "--to", "a@rcv.example", "--max-delay", "300ms", "--json");

            assertThat(answer.exitCode()).isZero();
            assertThat(field(answer.lines().get(0), "attempts")).isEqualTo("3");
            assertThat(seconds(answer)).isBetween(0.5, 5.0);
        }
    }

    @Test
    void whatCannotBeDoneWithinTheDeadlineIsDeferredAtOnce() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("450 4.2.0 Greylisted, try again in 300 seconds"))
                .start()) {
            Instant now = Timekeeper.system().now();
            Answer answer = send(server, "--to", "a@rcv.example", "--deadline", "2s", "--json");

            assertThat(answer.exitCode()).isEqualTo(75);
            assertThat(Instant.parse(field(answer.lines().get(0), "retryAt")))
                    .isBetween(now.plusSeconds(299), now.plusSeconds(400));
            assertThat(field(answer.lines().get(0), "outcome")).isEqualTo("DEFERRED");
            assertThat(seconds(answer)).isLessThan(2);
        }
    }

    @Test
    void manyMessagesDoNotOutliveTheDeadlineBehindAServerThatTakesNothing() {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.reply("451 4.7.1 Too many messages"))
                .start()) {
            Answer answer = send(
                    server,
                    "--to",
                    "a@rcv.example",
                    "--count",
                    "50",
                    "--deadline",
                    "1s",
                    "--max-delay",
                    "200ms",
                    "--json");

            assertThat(answer.exitCode()).isEqualTo(75);
            assertThat(answer.lines()).hasSize(51);
            assertThat(answer.lines().subList(0, 50)).allSatisfy(line -> {
                assertThat(field(line, "outcome")).isEqualTo("DEFERRED");
                assertThat(field(line, "reason")).isEqualTo("THROTTLED");
                assertThat(field(line, "retryAt")).endsWith("Z");
            });
            assertThat(seconds(answer)).isLessThan(5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "300ms"})
    void aDeadlineMayBeTooShortForASecondAttempt(String deadline) {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Answer answer = send(server, "--to", "a@rcv.example", "--deadline", deadline, "--json");

            assertThat(answer.exitCode()).isEqualTo(75);
            assertThat(field(answer.lines().get(0), "attempts")).isEqualTo("1");
        }
    }

    @Test
    void aServerThatIsNotThereIsALineLikeAllOthers() {
        int port;
        try (var server = ScriptedSmtpServer.builder().start()) {
            port = server.port();
        }
        List<String> lines = Program.run(
                        "send",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        String.valueOf(port),
                        "--from",
                        "a@example.org",
                        "--to",
                        "b@rcv.example",
                        "c@rcv.example",
                        "--deadline",
                        "0s",
                        "--json")
                .lines();

        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .contains("\"recipient\":\"b@rcv.example\",\"outcome\":\"DEFERRED\"")
                                .contains("\"attempts\":1,\"reply\":null,\"decision\":\"RETRY\",")
                                .contains("\"reason\":\"CONNECTION_REFUSED\",\"retryAt\":\"20"),
                        line -> assertThat(line).contains("\"recipient\":\"c@rcv.example\""),
                        line -> assertThat(line).contains("\"deferred\":2,", "\"attempts\":2,\"connections\":0,"));
    }
}

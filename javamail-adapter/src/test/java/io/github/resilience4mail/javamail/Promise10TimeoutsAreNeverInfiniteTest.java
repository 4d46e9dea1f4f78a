/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.runtime.Watchdog;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Promise 10: timeouts are never infinite: where the user set none, RFC 5321's apply, by phase. */
class Promise10TimeoutsAreNeverInfiniteTest {

    @ParameterizedTest
    @CsvSource({"CONNECT, PT5M", "MAIL, PT5M", "RCPT, PT5M", "DATA, PT2M", "END_OF_DATA, PT10M"})
    void theLimitsAreThoseOfTheRfc(SmtpPhase phase, Duration limit) {
        assertThat(PhaseTimeouts.limit(phase)).isEqualTo(limit);
    }

    @ParameterizedTest
    @EnumSource(SmtpPhase.class)
    void everyPhaseHasALimit(SmtpPhase phase) {
        assertThat(PhaseTimeouts.limit(phase)).isBetween(Duration.ofSeconds(1), Duration.ofMinutes(10));
    }

    @Test
    void everyReadOfADialogueIsLimitedByItsPhase() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            NotingFactory factory = new NotingFactory();
            Mail mail =
                    new Mail(server).with("mail.smtp.socketFactory", factory).with("mail.smtp.retry.pipelining", "off");
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DELIVERED);
            // greeting, EHLO, MAIL, RCPT, DATA, final dot, QUIT
            assertThat(factory.timeouts).containsExactly(300_000, 300_000, 300_000, 300_000, 120_000, 600_000, 10_000);
        }
    }

    @Test
    void aTimeoutOfTheUsersStands() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            NotingFactory factory = new NotingFactory();
            Mail mail =
                    new Mail(server).with("mail.smtp.socketFactory", factory).with("mail.smtp.timeout", "4321");
            Sending.of(mail, "a@rcv.example");
            assertThat(factory.timeouts).containsOnly(4321);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon"})
    void aTimeoutThatWouldNeverEndCountsAsNone(String never) throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            NotingFactory factory = new NotingFactory();
            Mail mail =
                    new Mail(server).with("mail.smtp.socketFactory", factory).with("mail.smtp.timeout", never);
            Sending.of(mail, "a@rcv.example");
            assertThat(factory.timeouts).contains(300_000, 600_000);
            assertThat(factory.timeouts.get(factory.timeouts.size() - 1)).isEqualTo(10_000);
        }
    }

    @Test
    void aTimeoutSoShortThatItMakesDoubtsIsWarnedAboutOnce() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server).with("mail.smtp.timeout", "54321");
            for (int i = 0; i < 3; i++) {
                Sending.of(mail, "a@rcv.example");
            }
            Sending.of(new Mail(server).with("mail.smtp.timeout", "60001"), "a@rcv.example");
        }
        List<String> log = TestLog.read().lines().toList();
        assertThat(log)
                .filteredOn(line -> line.contains("mail.smtp.timeout is 54321 ms"))
                .hasSize(1);
        assertThat(log).noneMatch(line -> line.contains("mail.smtp.timeout is 60001 ms"));
    }

    @Test
    void aServerThatSendsAByteNowAndThenDoesNotStretchIt() throws IOException {
        FakeTimekeeper time = new FakeTimekeeper();
        PhaseTimeouts timeouts = new PhaseTimeouts(time, false);
        try (Socket socket = new Socket()) {
            timeouts.start(SmtpPhase.RCPT);
            time.advance(Duration.ofMinutes(4));
            timeouts.apply(socket);
            assertThat(socket.getSoTimeout()).isEqualTo(60_000);
            time.advance(Duration.ofMinutes(1));
            assertThatThrownBy(() -> timeouts.apply(socket)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aWriteThatDoesNotMoveIsEndedAfterThreeMinutes() throws IOException {
        Socket stuck = new Socket();
        GuardedSocket socket = new GuardedSocket(
                stuck,
                new PhaseTimeouts(new FakeTimekeeper(), true),
                MailRuntime.with(new FakeTimekeeper()).watchdog());
        socket.beginWrite();
        int rounds = (int) (Duration.ofMinutes(3).toSeconds() / Watchdog.INTERVAL.toSeconds());
        // the first look only sees that a write has begun
        for (int i = 0; i < rounds; i++) {
            socket.look();
        }
        assertThat(stuck.isClosed()).isFalse();
        socket.look();
        assertThat(stuck.isClosed()).isTrue();
        assertThat(socket.failure()).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aWriteThatMovesIsLeftAlone() {
        Socket moving = new Socket();
        GuardedSocket socket = new GuardedSocket(
                moving,
                new PhaseTimeouts(new FakeTimekeeper(), true),
                MailRuntime.with(new FakeTimekeeper()).watchdog());
        for (int i = 0; i < 1_000; i++) {
            socket.beginWrite();
            socket.endWrite();
            socket.look();
        }
        assertThat(moving.isClosed()).isFalse();
    }

    /** Notes every read timeout that is set on its sockets. */
    private static final class NotingFactory extends SocketFactory {

        private final List<Integer> timeouts = new ArrayList<>();

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public synchronized void setSoTimeout(int millis) throws SocketException {
                    timeouts.add(millis);
                    super.setSoTimeout(millis);
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            throw new IOException("not used");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            throw new IOException("not used");
        }
    }
}

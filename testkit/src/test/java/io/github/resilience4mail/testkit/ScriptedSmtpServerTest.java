/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server as a whole: its books, its threads, its end. */
@Timeout(60)
class ScriptedSmtpServerTest {

    @Test
    void countsConnections() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            assertThat(server.connections()).isZero();
            try (RawClient first = RawClient.greeted(server);
                    RawClient second = RawClient.greeted(server)) {
                assertThat(server.openConnections()).isEqualTo(2);
                first.ask("QUIT");
                assertThat(server.openConnections()).isEqualTo(1);
                second.ask("QUIT");
            }
            try (RawClient third = RawClient.greeted(server)) {
                third.ask("QUIT");
            }
            assertThat(server.connections()).isEqualTo(3);
            assertThat(server.openConnections()).isZero();
            assertThat(server.peakConnections()).isEqualTo(2);
        }
    }

    @Test
    void notesWhatEachConnectionSaid() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
                RawClient first = RawClient.greeted(server);
                RawClient second = RawClient.greeted(server)) {
            second.ask("NOOP");
            first.deliver("1@x", "a@one.example");
            assertThat(server.transcript(1))
                    .containsExactly(
                            "EHLO client.example",
                            "MAIL FROM:<sender@client.example>",
                            "RCPT TO:<a@one.example>",
                            "DATA",
                            ".");
            assertThat(server.transcript(2)).containsExactly("EHLO client.example", "NOOP");
            assertThat(server.transcript(3)).isEmpty();
        }
    }

    @Test
    void notesOnlySoMuch() throws IOException {
        try (ScriptedSmtpServer server =
                        ScriptedSmtpServer.builder().transcriptLimit(2).start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("NOOP");
            client.ask("RSET");
            assertThat(server.transcript(1)).containsExactly("EHLO client.example", "NOOP");
            assertThat(server.heard()).extracting(Heard::phase).containsExactly(SmtpPhase.CONNECT, SmtpPhase.EHLO);
        }
    }

    @Test
    void notesWhatItHadToAnswerAndWhen() throws IOException {
        FakeTimekeeper time = new FakeTimekeeper();
        Instant start = time.now();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .timekeeper(time)
                        .user("u", "p")
                        .start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("AUTH PLAIN AHUAcA==");
            time.advance(Duration.ofSeconds(5));
            client.deliver("1@x", "a@one.example");
            List<String> nobody = List.of();
            List<String> ann = List.of("a@one.example");
            assertThat(server.heard())
                    .containsExactly(
                            new Heard(1, SmtpPhase.CONNECT, nobody, start),
                            new Heard(1, SmtpPhase.EHLO, nobody, start),
                            new Heard(1, SmtpPhase.AUTH, nobody, start),
                            new Heard(1, SmtpPhase.MAIL, nobody, start.plusSeconds(5)),
                            new Heard(1, SmtpPhase.RCPT, ann, start.plusSeconds(5)),
                            new Heard(1, SmtpPhase.DATA, ann, start.plusSeconds(5)),
                            new Heard(1, SmtpPhase.END_OF_DATA, ann, start.plusSeconds(5)));
        }
    }

    @Test
    void leavesNoThreadWhateverItsSessionsAreDoing() throws IOException {
        ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RSET, Occurrence.every(), Action.stall())
                .on(SmtpPhase.QUIT, Occurrence.every(), Action.close())
                .start();
        String name = "scripted-smtp-" + server.port() + "-";
        try (RawClient idle = RawClient.greeted(server);
                RawClient stalled = RawClient.greeted(server);
                RawClient closed = RawClient.greeted(server);
                RawClient inBody = RawClient.greeted(server)) {
            idle.ask("NOOP");
            stalled.send("RSET\r\n");
            assertThat(closed.ask("QUIT")).isEqualTo("EOF");
            inBody.envelope("a@one.example");
            assertThat(threadsNamed(name)).hasSize(5).allMatch(Thread::isDaemon);
            server.close();
            assertThat(threadsNamed(name)).isEmpty();
            assertThat(server.openConnections()).isZero();
            assertThat(idle.read()).isEqualTo("EOF");
            server.close();
        }
        assertThatThrownBy(() -> RawClient.to(server).close()).isInstanceOf(IOException.class);
    }

    private static List<Thread> threadsNamed(String start) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(start))
                .toList();
    }

    @Test
    void listensWhereItIsToldTo() throws IOException {
        int port;
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            port = server.port();
            assertThat(server).hasToString("scripted SMTP server on 127.0.0.1:" + port);
            assertThatThrownBy(() -> ScriptedSmtpServer.builder().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("cannot listen on port " + port + ": choose another one, or 0 for any that is free");
        }
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().port(port).start();
                RawClient client = RawClient.to(server)) {
            assertThat(server.port()).isEqualTo(port);
            assertThat(client.read()).startsWith("220");
        }
    }

    @Test
    void countsExactlyUnderLoad() throws Exception {
        int clients = 8;
        int messages = 500;
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.everyNth(10), Action.reply("451 4.3.0 no"))
                .start()) {
            List<Callable<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                String name = "client" + i;
                senders.add(() -> pipelined(server, name, messages));
            }
            int told = 0;
            for (Future<Integer> sender : pool.invokeAll(senders)) {
                told += sender.get();
            }
            assertThat(told).isEqualTo(clients * messages * 9 / 10);
            assertThat(server.acceptedCount()).isEqualTo(told);
            assertThat(server.refused(SmtpPhase.RCPT)).isEqualTo(clients * messages / 10);
            assertThat(server.duplicates()).isEmpty();
            assertThat(server.connections()).isEqualTo(clients);
            assertThat(server.openConnections("one.example")).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    /** Sends messages, each envelope in one flight; how many were accepted. */
    private static int pipelined(ScriptedSmtpServer server, String name, int messages) throws IOException {
        int accepted = 0;
        try (RawClient client = RawClient.greeted(server)) {
            for (int i = 0; i < messages; i++) {
                client.send("MAIL FROM:<a@b>\r\nRCPT TO:<a@one.example>\r\nDATA\r\n");
                client.read();
                client.read();
                if (client.read().startsWith("354")) {
                    client.send(RawClient.message(i + "@" + name));
                    accepted += client.read().startsWith("250") ? 1 : 0;
                } else {
                    client.ask("RSET");
                }
            }
            client.ask("QUIT");
        }
        return accepted;
    }
}

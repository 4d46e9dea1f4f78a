/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a reply is written, and when. */
@Timeout(60)
class ReplyTest {

    private static String greetingOf(Action action) throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .on(SmtpPhase.CONNECT, Occurrence.every(), action.thenClose())
                        .start();
                RawClient client = RawClient.to(server)) {
            StringBuilder all = new StringBuilder();
            byte[] some = new byte[8192];
            for (int n = client.readSome(some); n >= 0; n = client.readSome(some)) {
                all.append(new String(some, 0, n, StandardCharsets.ISO_8859_1));
            }
            return all.toString();
        }
    }

    @Test
    void severalLinesGetTheirCodeWhereverItIsMissing() throws IOException {
        assertThat(greetingOf(Action.reply("550-5.1.1 No such user", "550 5.1.1 here", "550", "5501 is no code", "")))
                .isEqualTo("550-5.1.1 No such user\r\n550-5.1.1 here\r\n550-\r\n550-5501 is no code\r\n550 \r\n");
    }

    @Test
    void repliesAreWrittenInUtf8() throws IOException {
        assertThat(greetingOf(Action.reply("554 5.7.1 Refusé")).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo("554 5.7.1 Refusé\r\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void rawRepliesAreSentAsTheyAre() throws IOException {
        String odd = "HTTP/1.1 400\n\u00e9\u001b[2J\u0000\r550";
        assertThat(greetingOf(Action.rawReply(odd))).isEqualTo(odd);
    }

    @Test
    void aRawReplyWithAWholeLastLineHasItsEffect() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .on(SmtpPhase.MAIL, Occurrence.first(), Action.rawReply("250-yes\n250 yes\n"))
                        .on(SmtpPhase.MAIL, Occurrence.nth(2), Action.rawReply("250-yes\r\n"))
                        .on(SmtpPhase.MAIL, Occurrence.nth(3), Action.rawReply("250 yes"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("250-yes|250 yes");
            assertThat(client.ask("RCPT TO:<a@b>")).startsWith("250");
            client.ask("RSET");
            client.send("MAIL FROM:<a@b>\r\n");
            assertThat(client.readLine()).isEqualTo("250-yes");
            assertThat(client.ask("RCPT TO:<a@b>")).startsWith("503");
            client.send("MAIL FROM:<a@b>\r\nRCPT TO:<a@b>\r\n");
            assertThat(client.readLine()).startsWith("250 yes503");
        }
    }

    @Test
    void aLongLineHasExactlyItsLength() throws IOException {
        String reply = greetingOf(Action.longLine("554 5.7.1 No", 100_003));
        assertThat(reply).hasSize(100_003).startsWith("554 5.7.1 Noxxx").endsWith("x\r\n");
        assertThat(reply.indexOf('\n')).isEqualTo(100_002);
    }

    @Test
    void manyLinesHaveExactlyTheirLengthAndAreOneReply() throws IOException {
        for (int bytes : new int[] {80, 159, 160, 161, 100_003}) {
            String reply = greetingOf(Action.manyLines("554 5.7.1 No", bytes));
            assertThat(reply).hasSize(bytes).endsWith("\r\n");
            List<String> lines = reply.lines().toList();
            String last = lines.get(lines.size() - 1);
            assertThat(lines.subList(0, lines.size() - 1))
                    .allSatisfy(
                            line -> assertThat(line).startsWith("554-5.7.1 Nox").hasSize(78));
            assertThat(last).startsWith("554 5.7.1 Nox").hasSizeLessThan(160);
        }
    }

    @Test
    void anEndlessReplyEndsWhenTheClientGoes() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.every(), Action.longLine("220 ", Long.MAX_VALUE))
                .start()) {
            try (RawClient client = RawClient.to(server)) {
                byte[] some = new byte[100_000];
                int got = 0;
                while (got < 1_000_000) {
                    got += client.readSome(some);
                    assertThat(server.openConnections()).isEqualTo(1);
                }
            }
            Waiting.until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void anEndlessReplyEndsWhenTheServerIsClosed() throws IOException {
        ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.every(), Action.manyLines("220 ", Long.MAX_VALUE))
                .start();
        try (RawClient client = RawClient.to(server)) {
            client.readLine();
            server.close();
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void bytesMayBeSentOneByOne() throws IOException {
        List<String> packets = new ArrayList<>();
        try (RecordingSocket socket = new RecordingSocket(packets)) {
            Wire wire = new Wire(socket, new FakeTimekeeper(), Duration.ZERO);
            wire.say(Action.reply("250 earlier").speech(), false);
            wire.say(Action.reply("250 ok").speech(), true);
            assertThat(packets).containsExactly("250 earlier\r\n", "2", "5", "0", " ", "o", "k", "\r", "\n");
        }
    }

    @Test
    void aReplySentByteByByteArrivesWhole() throws IOException {
        assertThat(greetingOf(Action.reply("220-hello", "world").byteByByte())).isEqualTo("220-hello\r\n220 world\r\n");
        assertThat(greetingOf(Action.proceed().byteByByte())).startsWith("220 localhost ESMTP");
    }

    @Test
    void actionsAndOccurrencesSayWhatTheyAre() {
        assertThat(Action.reply("421 4.3.2 Bye").thenClose()).hasToString("421 4.3.2 Bye, then close");
        assertThat(Action.acceptThenStall()).hasToString("accept, nothing, then stall");
        assertThat(Action.proceed()).hasToString("as usual");
        assertThat(Action.longLine("250 ok", 1000)).hasToString("250 ok and so on, 1000 bytes");
        assertThat(Action.rawReply("\u001b[2J")).asString().doesNotContain("\u001b");
        assertThat(Occurrence.nth(2).to("a@b")).hasToString("no. 2 to a@b");
    }

    @Test
    void aDelayIsTakenFromTheTimekeeper() throws IOException {
        FakeTimekeeper time = new FakeTimekeeper();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .timekeeper(time)
                        .on(
                                SmtpPhase.MAIL,
                                Occurrence.first(),
                                Action.reply("451 4.3.0 no").after(Duration.ofMinutes(5)))
                        .on(SmtpPhase.MAIL, Occurrence.nth(2), Action.proceed().after(Duration.ofMinutes(1)))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("451");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("250 2.1.0");
            assertThat(time.waits()).containsExactly(Duration.ofMinutes(5), Duration.ofMinutes(1));
        }
    }

    @Test
    void repliesBeforeADelayAreSentBeforeIt() throws IOException {
        ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RSET, Occurrence.first(), Action.proceed().after(Duration.ofDays(1)))
                .start();
        try (RawClient client = RawClient.greeted(server)) {
            client.send("NOOP\r\nRSET\r\n");
            assertThat(client.read()).startsWith("250");
            // and the delay does not outlive the server
            server.close();
            assertThat(server.openConnections()).isZero();
        }
    }

    @Test
    void theLinkDelaysEachBatchOfReplies() throws IOException {
        FakeTimekeeper time = new FakeTimekeeper();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .timekeeper(time)
                        .linkDelay(Duration.ofMillis(20))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(40));
            client.send("MAIL FROM:<>\r\nRCPT TO:<a@one.example>\r\nDATA\r\n");
            client.read();
            client.read();
            client.read();
            assertThat(time.elapsed()).isEqualTo(Duration.ofMillis(60));
        }
    }

    /** Notes what each flush sends. */
    private static final class RecordingSocket extends Socket {
        private final List<String> packets;

        RecordingSocket(List<String> packets) {
            this.packets = packets;
        }

        @Override
        public void setTcpNoDelay(boolean on) {}

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(new byte[0]);
        }

        @Override
        public OutputStream getOutputStream() {
            return new ByteArrayOutputStream() {
                @Override
                public void flush() {
                    packets.add(toString(StandardCharsets.US_ASCII));
                    reset();
                }
            };
        }
    }
}

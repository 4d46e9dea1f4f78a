/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The window of doubt: what was accepted, and what the client learns of it. */
@Timeout(60)
class AcceptanceTest {

    private static final Accepted TOLD = new Accepted("<1@x>", "a@one.example", false);
    private static final Accepted NOT_TOLD = new Accepted("<1@x>", "a@one.example", true);

    private static ScriptedSmtpServer ending(Action action) {
        return on(SmtpPhase.END_OF_DATA, action);
    }

    private static ScriptedSmtpServer on(SmtpPhase phase, Action action) {
        return ScriptedSmtpServer.builder()
                .capability("CHUNKING")
                .on(phase, Occurrence.first(), action)
                .start();
    }

    @Test
    void acceptsAndCloses() throws IOException {
        try (ScriptedSmtpServer server = ending(Action.acceptThenClose());
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("EOF");
            assertThat(server.accepted()).containsExactly(NOT_TOLD);
            assertThat(server.withheld()).containsExactly(NOT_TOLD);
        }
    }

    @Test
    void acceptsAndResets() throws IOException {
        try (ScriptedSmtpServer server = ending(Action.acceptThenReset());
                RawClient client = RawClient.greeted(server)) {
            assertThatThrownBy(() -> client.deliver("1@x", "a@one.example"))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(server.accepted()).containsExactly(NOT_TOLD);
        }
    }

    @Test
    void acceptsAndStalls() throws IOException {
        try (ScriptedSmtpServer server = ending(Action.acceptThenStall());
                RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            client.send(RawClient.message("1@x"));
            client.patience(150);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(server.accepted()).containsExactly(NOT_TOLD);
        }
    }

    @Test
    void acceptsAndTellsHalfOfIt() throws IOException {
        try (ScriptedSmtpServer server =
                        ending(Action.acceptThen(Action.rawReply("250-half\r\n").thenClose()));
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("250-half|EOF");
            assertThat(server.accepted()).containsExactly(NOT_TOLD);
        }
    }

    @Test
    void acceptsAndClaimsTheOpposite() throws IOException {
        try (ScriptedSmtpServer server = ending(Action.acceptThen(Action.reply("451 4.3.0 no")));
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("451 4.3.0 no");
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
            assertThat(server.accepted()).containsExactly(NOT_TOLD, TOLD);
            assertThat(server.withheld()).containsExactly(NOT_TOLD);
            assertThat(server.duplicates()).containsExactly(TOLD);
        }
    }

    @Test
    void aDelayKeepsWhatIsUsualThere() throws IOException {
        FakeTimekeeper time = new FakeTimekeeper();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .timekeeper(time)
                        .serverWide(Manners.builder().withholdEvery(1).build())
                        .on(
                                SmtpPhase.END_OF_DATA,
                                Occurrence.every(),
                                Action.proceed().after(Duration.ofHours(1)))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("EOF");
            assertThat(server.accepted()).containsExactly(NOT_TOLD);
            assertThat(time.elapsed()).isEqualTo(Duration.ofHours(1));
        }
    }

    @Test
    void tellsAndThenCloses() throws IOException {
        try (ScriptedSmtpServer server = ending(Action.proceed().thenClose());
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
            assertThat(client.read()).isEqualTo("EOF");
            assertThat(server.accepted()).containsExactly(TOLD);
            assertThat(server.withheld()).isEmpty();
        }
    }

    @Test
    void doesNotAcceptWhatItRefusesOrLeavesUnanswered() throws IOException {
        for (Action action : new Action[] {
            Action.reply("451 4.3.0 no"), Action.close(), Action.rawReply("garbage\r\n"), Action.reply("354 what?")
        }) {
            try (ScriptedSmtpServer server = ending(action);
                    RawClient client = RawClient.greeted(server)) {
                client.deliver("1@x", "a@one.example");
                assertThat(server.accepted()).isEmpty();
            }
        }
    }

    @Test
    void onlyAMessageIdThatComesAgainIsADuplicate() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder().start();
                RawClient client = RawClient.greeted(server)) {
            client.deliver("1@x", "a@one.example");
            client.deliver("2@x", "a@one.example");
            client.deliver("1@x", "b@one.example");
            for (int i = 0; i < 2; i++) {
                client.envelope("a@one.example");
                client.send("no id\r\n.\r\n");
                client.read();
            }
            assertThat(server.duplicates()).isEmpty();
            client.deliver("2@x", "a@one.example");
            client.deliver("2@x", "a@one.example");
            assertThat(server.duplicates()).hasSize(2);
            assertThat(server.acceptedCount("<2@x>", "a@one.example")).isEqualTo(3);
        }
    }

    @Test
    void closesInTheMiddleOfASmallMessage() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.closeInBody());
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("EOF");
            assertThat(server.accepted()).isEmpty();
            assertThat(server.transcript(1)).endsWith("DATA");
        }
    }

    @Test
    void aCloseIsNoResetEvenIfTheClientHasSaidMore() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.closeInBody());
                RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            for (int i = 0; i < 60; i++) {
                client.send("x".repeat(998) + "\r\n");
            }
            assertThat(client.read()).isEqualTo("EOF");
        }
    }

    @Test
    void closesInTheMiddleOfABigMessageSoThatWritingFails() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.closeInBody());
                RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            String line = "x".repeat(1000) + "\r\n";
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1_000_000; i++) {
                            client.send(line);
                        }
                    })
                    .isInstanceOf(SocketException.class);
            assertThat(server.accepted()).isEmpty();
        }
    }

    @Test
    void resetsInTheMiddleOfAMessage() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.inBody(10, Action.reset()));
                RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            client.send("0123456789");
            assertThatThrownBy(client::read).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void refusesInTheMiddleOfAMessageAndCloses() throws IOException {
        Action action = Action.inBody(10, Action.reply("552 5.3.4 Too big").thenClose());
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, action);
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).isEqualTo("552 5.3.4 Too big");
            assertThat(client.read()).isEqualTo("EOF");
            assertThat(server.refused(SmtpPhase.DATA)).isEqualTo(1);
        }
    }

    @Test
    void leavesAMessageAloneThatIsRefusedAnyway() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.closeInBody());
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("DATA")).startsWith("503");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void closesInTheMiddleOfAChunk() throws IOException {
        try (ScriptedSmtpServer server = on(SmtpPhase.DATA, Action.inBody(5, Action.close()));
                RawClient client = RawClient.greeted(server)) {
            client.ask("MAIL FROM:<a@b>");
            client.ask("RCPT TO:<a@one.example>");
            client.send("BDAT 1000\r\n12345");
            assertThat(client.read()).isEqualTo("EOF");
            assertThat(server.accepted()).isEmpty();
        }
    }
}

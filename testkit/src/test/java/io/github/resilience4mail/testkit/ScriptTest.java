/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server does on demand: in each phase, at each occurrence. */
@Timeout(60)
class ScriptTest {

    private static ScriptedSmtpServer.Builder scripted(SmtpPhase phase, Action action) {
        return scripted(phase, Occurrence.first(), action);
    }

    private static ScriptedSmtpServer.Builder scripted(SmtpPhase phase, Occurrence occurrence, Action action) {
        return ScriptedSmtpServer.builder().user("user", "secret").startTls().on(phase, occurrence, action);
    }

    /** Goes through a session up to the given phase, and gives the answer to that. */
    private static String upTo(SmtpPhase phase, RawClient client) throws IOException {
        leadTo(phase, client);
        client.send(trigger(phase));
        return client.read();
    }

    private static void leadTo(SmtpPhase phase, RawClient client) throws IOException {
        List<SmtpPhase> before =
                switch (phase) {
                    case CONNECT, BOUNCE -> List.of();
                    case EHLO -> List.of(SmtpPhase.CONNECT);
                    case STARTTLS, AUTH, MAIL, RSET, QUIT -> List.of(SmtpPhase.CONNECT, SmtpPhase.EHLO);
                    case RCPT -> List.of(SmtpPhase.CONNECT, SmtpPhase.EHLO, SmtpPhase.MAIL);
                    case DATA -> List.of(SmtpPhase.CONNECT, SmtpPhase.EHLO, SmtpPhase.MAIL, SmtpPhase.RCPT);
                    case END_OF_DATA ->
                        List.of(SmtpPhase.CONNECT, SmtpPhase.EHLO, SmtpPhase.MAIL, SmtpPhase.RCPT, SmtpPhase.DATA);
                };
        for (SmtpPhase earlier : before) {
            client.send(trigger(earlier));
            client.read();
        }
    }

    /** What makes the server answer in a phase. */
    private static String trigger(SmtpPhase phase) {
        return switch (phase) {
            case CONNECT, BOUNCE -> "";
            case EHLO -> "EHLO client.example\r\n";
            case AUTH -> "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n";
            case MAIL -> "MAIL FROM:<a@b>\r\n";
            case RCPT -> "RCPT TO:<a@one.example>\r\n";
            case END_OF_DATA -> RawClient.message("1@x");
            case STARTTLS, DATA, RSET, QUIT -> phase + "\r\n";
        };
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "BOUNCE")
    void repliesInEachPhase(SmtpPhase phase) throws IOException {
        try (ScriptedSmtpServer server =
                        scripted(phase, Action.reply("451 4.3.0 Not " + phase)).start();
                RawClient client = RawClient.to(server)) {
            assertThat(upTo(phase, client)).isEqualTo("451 4.3.0 Not " + phase);
            assertThat(server.refused(phase)).isEqualTo(1);
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "BOUNCE")
    void closesInEachPhase(SmtpPhase phase) throws IOException {
        try (ScriptedSmtpServer server = scripted(phase, Action.close()).start();
                RawClient client = RawClient.to(server)) {
            assertThat(upTo(phase, client)).isEqualTo("EOF");
            assertThat(server.openConnections()).isZero();
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "BOUNCE")
    void repliesThenClosesInEachPhase(SmtpPhase phase) throws IOException {
        Action action =
                Action.reply("421 4.3.2 Shutting down", "come back later").thenClose();
        try (ScriptedSmtpServer server = scripted(phase, action).start();
                RawClient client = RawClient.to(server)) {
            assertThat(upTo(phase, client)).isEqualTo("421-4.3.2 Shutting down|421 come back later");
            assertThat(client.read()).isEqualTo("EOF");
            assertThat(server.openConnections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "BOUNCE")
    void resetsInEachPhase(SmtpPhase phase) throws IOException {
        try (ScriptedSmtpServer server = scripted(phase, Action.reset()).start();
                RawClient client = RawClient.to(server)) {
            assertThatThrownBy(() -> upTo(phase, client))
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(server.openConnections()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "BOUNCE")
    void stallsInEachPhase(SmtpPhase phase) throws IOException {
        try (ScriptedSmtpServer server = scripted(phase, Action.stall()).start();
                RawClient client = RawClient.to(server)) {
            leadTo(phase, client);
            client.send(trigger(phase));
            client.patience(150);
            assertThatThrownBy(client::read).isInstanceOf(SocketTimeoutException.class);
            Waiting.until(() -> server.openConnections() == 1);
        }
    }

    @Test
    void aStalledSessionEndsWhenTheClientGoes() throws IOException {
        try (ScriptedSmtpServer server =
                scripted(SmtpPhase.EHLO, Action.stall()).start()) {
            try (RawClient client = RawClient.to(server)) {
                client.read();
                client.send("EHLO client.example\r\nMAIL FROM:<a@b>\r\n");
            }
            Waiting.until(() -> server.openConnections() == 0);
            assertThat(server.transcript(1)).containsExactly("EHLO client.example");
        }
    }

    @Test
    void countsOccurrencesOverAllConnections() {
        assertThat(refusedAmongNine(Occurrence.first())).containsExactly(1);
        assertThat(refusedAmongNine(Occurrence.nth(4))).containsExactly(4);
        assertThat(refusedAmongNine(Occurrence.upTo(3))).containsExactly(1, 2, 3);
        assertThat(refusedAmongNine(Occurrence.from(7))).containsExactly(7, 8, 9);
        assertThat(refusedAmongNine(Occurrence.every())).hasSize(9);
        assertThat(refusedAmongNine(Occurrence.everyNth(4))).containsExactly(4, 8);
    }

    @Test
    void meetsAShareOfTheTimesByChanceThatCanBeRepeated() {
        List<Integer> some = refusedAmongNine(Occurrence.some(0.5, 1));
        assertThat(some).hasSizeBetween(1, 8).isEqualTo(refusedAmongNine(Occurrence.some(0.5, 1)));
        assertThat(refusedAmongNine(Occurrence.some(0.5, 2))).isNotEqualTo(some);
        assertThat(refusedAmongNine(Occurrence.some(0, 1))).isEmpty();
        assertThat(refusedAmongNine(Occurrence.some(1, 1))).hasSize(9);
    }

    private static List<Integer> refusedAmongNine(Occurrence occurrence) {
        List<Integer> refused = new ArrayList<>();
        try (ScriptedSmtpServer server =
                scripted(SmtpPhase.RCPT, occurrence, Action.reply("451 no")).start()) {
            for (int i = 1; i <= 9; i++) {
                try (RawClient client = RawClient.greeted(server)) {
                    client.ask("MAIL FROM:<a@b>");
                    if (client.ask("RCPT TO:<a@one.example>").startsWith("451")) {
                        refused.add(i);
                    }
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return refused;
    }

    @Test
    void narrowsALineToARecipientOrADomain() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .on(SmtpPhase.RCPT, Occurrence.first().to("Bob@Slow.example"), Action.reply("450 bob"))
                        .on(SmtpPhase.RCPT, Occurrence.nth(3).to("slow.EXAMPLE"), Action.reply("450 domain"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("MAIL FROM:<a@b>");
            assertThat(client.ask("RCPT TO:<ann@slow.example>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<bob@fast.example>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<bob@slow.example>")).isEqualTo("450 bob");
            assertThat(client.ask("RCPT TO:<bob@slow.example>")).isEqualTo("450 domain");
            assertThat(client.ask("RCPT TO:<bob@slow.example>")).startsWith("250");
            assertThat(server.refused("slow.example")).isEqualTo(2);
            assertThat(server.refused("fast.example")).isZero();
        }
    }

    @Test
    void narrowsTheFinalReplyToAMessageForADomain() throws IOException {
        try (ScriptedSmtpServer server = scripted(
                                SmtpPhase.END_OF_DATA,
                                Occurrence.first().to("slow.example"),
                                Action.reply("451 4.3.0 no"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@fast.example")).startsWith("250");
            assertThat(client.deliver("2@x", "a@fast.example", "a@slow.example"))
                    .startsWith("451");
            assertThat(client.deliver("3@x", "a@slow.example")).startsWith("250");
            assertThat(server.refused("fast.example")).isEqualTo(1);
            assertThat(server.refused("slow.example")).isEqualTo(1);
        }
    }

    @Test
    void theFirstLineThatAppliesAnswersAndTheOthersCountAllTheSame() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .on(SmtpPhase.RSET, Occurrence.first(), Action.reply("451 one"))
                        .on(SmtpPhase.RSET, Occurrence.upTo(2), Action.reply("451 two"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("RSET")).isEqualTo("451 one");
            assertThat(client.ask("RSET")).isEqualTo("451 two");
            assertThat(client.ask("RSET")).startsWith("250");
        }
    }

    @Test
    void aRefusedEhloMayBeFollowedByHelo() throws IOException {
        try (ScriptedSmtpServer server = scripted(SmtpPhase.EHLO, Action.reply("502 5.5.1 What?"))
                        .start();
                RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).startsWith("502");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("503");
            assertThat(client.ask("HELO client.example")).startsWith("250");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("250");
        }
    }

    @Test
    void aGreetingThatRefusesLeavesOnlyQuit() throws IOException {
        try (ScriptedSmtpServer server = scripted(SmtpPhase.CONNECT, Action.reply("554 5.7.1 Go away"))
                        .start();
                RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).startsWith("503");
            assertThat(client.ask("QUIT")).startsWith("221");
        }
    }

    @Test
    void aTemporaryRefusalAtMailLeavesTheSessionUsable() throws IOException {
        try (ScriptedSmtpServer server =
                        scripted(SmtpPhase.MAIL, Action.reply("421 4.3.2 Busy")).start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("421");
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
        }
    }

    @Test
    void aScriptedSuccessHasItsEffect() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .destination(
                                "one.example",
                                Manners.builder().deadMailboxes(all -> true).build())
                        .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("251 2.1.5 Will forward"))
                        .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.reply("200 done"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example", "b@one.example")).isEqualTo("200 done");
            assertThat(server.accepted()).containsExactly(new Accepted("<1@x>", "a@one.example", false));
        }
    }

    @Test
    void aScripted354TakesAMessageForNobody() throws IOException {
        try (ScriptedSmtpServer server = scripted(SmtpPhase.DATA, Action.reply("354 go on"))
                        .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("550 5.1.1 no"))
                        .start();
                RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            client.send(".\r\n");
            assertThat(client.read()).startsWith("554 5.5.1");
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @Test
    void aRefusedChunkSpoilsTheMessage() throws IOException {
        try (ScriptedSmtpServer server = scripted(SmtpPhase.DATA, Action.reply("451 4.3.0 no"))
                        .capability("CHUNKING")
                        .start();
                RawClient client = RawClient.greeted(server)) {
            client.ask("MAIL FROM:<a@b>");
            client.ask("RCPT TO:<a@one.example>");
            client.send("BDAT 1\r\naBDAT 1 LAST\r\nb");
            assertThat(client.read()).startsWith("451");
            assertThat(client.read()).startsWith("503");
            assertThat(server.acceptedCount()).isZero();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a destination, or the whole server, treats its guests. */
@Timeout(60)
class MannersTest {

    private static final String QUOTA = "432 4.3.2 Connection quota exceeded for slow.example, try again later";

    private final FakeTimekeeper time = new FakeTimekeeper();

    private ScriptedSmtpServer slow(Manners.Builder manners) {
        return ScriptedSmtpServer.builder()
                .timekeeper(time)
                .destination("Slow.Example", manners.build())
                .start();
    }

    private ScriptedSmtpServer serverWide(Manners.Builder manners) {
        return ScriptedSmtpServer.builder()
                .timekeeper(time)
                .serverWide(manners.build())
                .start();
    }

    private static String rcpt(RawClient client, String recipient) throws IOException {
        client.ask("RSET");
        client.ask("MAIL FROM:<sender@client.example>");
        return client.ask("RCPT TO:<" + recipient + ">");
    }

    @Test
    void aSessionKeepsItsSlotUntilItEnds() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxConnections(1));
                RawClient second = RawClient.greeted(server)) {
            try (RawClient first = RawClient.greeted(server)) {
                assertThat(first.deliver("1@x", "a@slow.example")).startsWith("250");
                assertThat(first.deliver("2@x", "b@slow.example")).startsWith("250");
                assertThat(rcpt(second, "a@SLOW.example")).isEqualTo(QUOTA);
                assertThat(rcpt(second, "a@fast.example")).startsWith("250");
                assertThat(server.openConnections("slow.example")).isEqualTo(1);
                first.ask("QUIT");
            }
            assertThat(rcpt(second, "a@slow.example")).startsWith("250");
            assertThat(server.peakConnections("slow.example")).isEqualTo(1);
            assertThat(server.peakConnections()).isEqualTo(2);
            assertThat(server.refused("slow.example")).isEqualTo(1);
        }
    }

    @Test
    void aSlotIsFreeAgainWhenTheClientHasSimplyGone() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxConnections(1))) {
            try (RawClient first = RawClient.greeted(server)) {
                assertThat(rcpt(first, "a@slow.example")).startsWith("250");
            }
            Waiting.until(() -> server.openConnections("slow.example") == 0);
            try (RawClient second = RawClient.greeted(server)) {
                assertThat(rcpt(second, "a@slow.example")).startsWith("250");
            }
        }
    }

    @Test
    void connectionsTooManyMayBeRefusedAfterTheMessage() throws IOException {
        try (ScriptedSmtpServer server =
                        slow(Manners.builder().maxConnections(1).refuseAfterData());
                RawClient first = RawClient.greeted(server);
                RawClient second = RawClient.greeted(server)) {
            assertThat(first.deliver("1@x", "a@slow.example")).startsWith("250");
            assertThat(second.deliver("2@x", "a@slow.example")).isEqualTo(QUOTA);
            assertThat(server.refused(SmtpPhase.END_OF_DATA)).isEqualTo(1);
            first.ask("QUIT");
            assertThat(second.deliver("2@x", "a@slow.example")).startsWith("250");
            assertThat(server.accepted()).hasSize(2);
        }
    }

    @Test
    void theWholeServerRefusesConnectionsTooManyByItsGreeting() throws IOException {
        try (ScriptedSmtpServer server = serverWide(Manners.builder().maxConnections(1));
                RawClient first = RawClient.greeted(server)) {
            try (RawClient second = RawClient.to(server)) {
                assertThat(second.read())
                        .isEqualTo("432 4.3.2 Connection quota exceeded for this server, try again later");
                assertThat(second.read()).isEqualTo("EOF");
            }
            assertThat(server.refused(SmtpPhase.CONNECT)).isEqualTo(1);
            first.ask("QUIT");
            try (RawClient third = RawClient.to(server)) {
                assertThat(third.read()).startsWith("220");
            }
        }
    }

    @Test
    void theWholeServerMayRefuseWith421OrAfterTheMessage() throws IOException {
        Manners.Builder manners = Manners.builder()
                .maxConnections(0)
                .connectionRefusal("421 4.7.0 Error: too many connections from 127.0.0.1");
        try (ScriptedSmtpServer server = serverWide(manners);
                RawClient client = RawClient.to(server)) {
            assertThat(client.read()).isEqualTo("421 4.7.0 Error: too many connections from 127.0.0.1");
            assertThat(client.read()).isEqualTo("EOF");
        }
        try (ScriptedSmtpServer server = serverWide(manners.refuseAfterData());
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("421");
            assertThat(client.read()).isEqualTo("EOF");
        }
    }

    @Test
    void theWindowOfMessagesSlides() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxMessages(2, Duration.ofSeconds(10)));
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            time.advance(Duration.ofSeconds(6));
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            time.advance(Duration.ofMillis(3999));
            assertThat(rcpt(client, "a@slow.example"))
                    .isEqualTo("450 4.7.1 Too many messages for slow.example, try again later");
            assertThat(rcpt(client, "a@fast.example")).startsWith("250");
            time.advance(Duration.ofMillis(1));
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            assertThat(rcpt(client, "a@slow.example")).startsWith("450");
        }
    }

    @Test
    void aMessageCountsOnceHoweverManyRecipientsItHasThere() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxMessages(1, Duration.ofSeconds(10)));
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@slow.example", "b@slow.example"))
                    .startsWith("250");
            assertThat(server.acceptedCount()).isEqualTo(2);
            client.ask("MAIL FROM:<a@b>");
            assertThat(client.ask("RCPT TO:<a@slow.example>")).startsWith("450");
            assertThat(client.ask("RCPT TO:<b@slow.example>")).startsWith("450");
        }
    }

    @Test
    void aMessageTooManyMayCloseTheConnection() throws IOException {
        Manners.Builder manners =
                Manners.builder().maxMessages(0, Duration.ofSeconds(10)).messageRefusal("421 4.7.0 {domain} is tired");
        try (ScriptedSmtpServer server = slow(manners);
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).isEqualTo("421 4.7.0 slow.example is tired");
            assertThat(client.read()).isEqualTo("EOF");
        }
    }

    @Test
    void theWholeServerRefusesMessagesTooManyAtMail() throws IOException {
        try (ScriptedSmtpServer server = serverWide(Manners.builder().maxMessages(1, Duration.ofSeconds(10)));
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
            assertThat(client.ask("MAIL FROM:<a@b>")).startsWith("450 4.7.1");
            assertThat(server.refused(SmtpPhase.MAIL)).isEqualTo(1);
        }
    }

    @Test
    void messagesTooManyMayBeRefusedAfterTheMessage() throws IOException {
        Manners.Builder manners = Manners.builder()
                .maxMessages(1, Duration.ofSeconds(1))
                .messageRefusal("454 Throttling failure: Maximum sending rate exceeded")
                .refuseAfterData();
        try (ScriptedSmtpServer server = serverWide(manners);
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
            assertThat(client.deliver("2@x", "a@one.example")).startsWith("454 Throttling failure");
            time.advance(Duration.ofSeconds(1));
            assertThat(client.deliver("2@x", "a@one.example")).startsWith("250");
        }
    }

    @Test
    void aConnectionMayBeExhausted() throws IOException {
        try (ScriptedSmtpServer server = serverWide(Manners.builder().maxMessagesPerConnection(1))) {
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.deliver("1@x", "a@one.example")).startsWith("250");
                assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("421 4.7.0 Too many messages in this connection");
                assertThat(client.read()).isEqualTo("EOF");
            }
            try (RawClient client = RawClient.greeted(server)) {
                assertThat(client.deliver("2@x", "a@one.example")).startsWith("250");
            }
        }
        Manners.Builder other = Manners.builder()
                .maxMessagesPerConnection(1)
                .exhaustionRefusal("452 4.5.3 Too many recipients: Too many messages sent");
        try (ScriptedSmtpServer server = slow(other);
                RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@slow.example")).startsWith("250");
            assertThat(rcpt(client, "a@slow.example")).startsWith("452 4.5.3");
            assertThat(rcpt(client, "a@fast.example")).startsWith("250");
        }
    }

    @Test
    void aMessageMayHaveTooManyRecipients() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxRecipients(1));
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@fast.example>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@slow.example>")).isEqualTo("452 4.5.3 Too many recipients");
        }
        try (ScriptedSmtpServer server =
                        serverWide(Manners.builder().maxRecipients(1).recipientRefusal("451 4.5.3 Not {domain}"));
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            assertThat(client.ask("RCPT TO:<b@fast.example>")).isEqualTo("451 4.5.3 Not this server");
        }
    }

    @Test
    void greylistsEachPairUntilItsDelayIsOver() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().greylisting(Duration.ofSeconds(300)));
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example"))
                    .isEqualTo("451 4.7.1 Greylisted, please try again in 300 seconds");
            time.advance(Duration.ofMillis(298_500));
            assertThat(rcpt(client, "a@slow.example")).endsWith("try again in 2 seconds");
            assertThat(rcpt(client, "b@slow.example")).endsWith("try again in 300 seconds");
            time.advance(Duration.ofMillis(1_500));
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            client.ask("RSET");
            client.ask("MAIL FROM:<other@client.example>");
            assertThat(client.ask("RCPT TO:<a@slow.example>")).startsWith("451");
        }
    }

    @Test
    void greylistsInOtherWords() throws IOException {
        Manners.Builder manners = Manners.builder()
                .greylisting(Duration.ofMinutes(20))
                .greylistRefusal("450 4.2.0 <{domain}>: Greylisted, {seconds} s");
        try (ScriptedSmtpServer server = serverWide(manners);
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).isEqualTo("450 4.2.0 <this server>: Greylisted, 1200 s");
        }
    }

    @Test
    void mailboxesMayBeDeadOrFullOrRefuseInTheirOwnWords() throws IOException {
        Manners.Builder manners = Manners.builder()
                .deadMailboxes(address -> address.startsWith("dead"))
                .fullMailboxes(address -> address.startsWith("full"))
                .refuseMailboxes(address -> address.startsWith("over"), "552 5.2.2 Over quota")
                .refuseMailboxes(address -> true, "550 5.7.1 Closed");
        try (ScriptedSmtpServer server = slow(manners);
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "dead@slow.example")).isEqualTo("550 5.1.1 No such user here");
            assertThat(rcpt(client, "full@slow.example")).isEqualTo("452 4.2.2 Mailbox full");
            assertThat(rcpt(client, "over@slow.example")).isEqualTo("552 5.2.2 Over quota");
            assertThat(rcpt(client, "else@slow.example")).isEqualTo("550 5.7.1 Closed");
            assertThat(rcpt(client, "dead@fast.example")).startsWith("250");
            assertThat(server.refused("slow.example")).isEqualTo(4);
        }
    }

    @Test
    void mailboxesMayRefuseASizeBeforeOrAfterTheMessage() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().sizeLimit(address -> address.startsWith("small"), 20));
                RawClient client = RawClient.greeted(server)) {
            client.ask("MAIL FROM:<a@b> SIZE=21");
            assertThat(client.ask("RCPT TO:<small@slow.example>")).startsWith("552 5.3.4");
            assertThat(client.ask("RCPT TO:<big@slow.example>")).startsWith("250");
            client.ask("RSET");
            assertThat(client.deliver("1@x", "small@slow.example", "big@slow.example"))
                    .startsWith("552 5.3.4");
            assertThat(client.deliver("1@x", "small@fast.example", "big@slow.example"))
                    .startsWith("250");
        }
    }

    @Test
    void withholdsEachSoManiethReply() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().withholdEvery(3))) {
            List<Integer> withheld = new ArrayList<>();
            for (int i = 1; i <= 7; i++) {
                try (RawClient client = RawClient.greeted(server)) {
                    client.deliver("fast" + i, "a@fast.example");
                    if (client.deliver("slow" + i, "a@slow.example").equals("EOF")) {
                        withheld.add(i);
                    }
                }
            }
            assertThat(withheld).containsExactly(3, 6);
            assertThat(server.withheld()).extracting(Accepted::messageId).containsExactly("<slow3>", "<slow6>");
            assertThat(server.acceptedCount()).isEqualTo(14);
        }
    }

    @Test
    void theServerAndADestinationWithholdEachByTheirOwnCount() throws IOException {
        Manners everySecond = Manners.builder().withholdEvery(2).build();
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .serverWide(everySecond)
                .otherDestinations(everySecond)
                .start()) {
            for (int i = 1; i <= 4; i++) {
                try (RawClient client = RawClient.greeted(server)) {
                    client.deliver(i + "@x", "a@one.example");
                }
            }
            assertThat(server.withheld()).extracting(Accepted::messageId).containsExactly("<2@x>", "<4@x>");
        }
    }

    @Test
    void withholdsByChanceThatCanBeRepeated() {
        List<Long> first = withheldAmong(10_000, Manners.builder().withholdSome(0.25, 7));
        assertThat(first).hasSizeBetween(2_300, 2_700);
        assertThat(withheldAmong(10_000, Manners.builder().withholdSome(0.25, 7)))
                .isEqualTo(first);
        assertThat(withheldAmong(10_000, Manners.builder().withholdSome(0.25, 8)))
                .isNotEqualTo(first);
        assertThat(withheldAmong(100, Manners.builder().withholdSome(0, 7))).isEmpty();
        assertThat(withheldAmong(100, Manners.builder().withholdSome(1, 7))).hasSize(100);
    }

    private static List<Long> withheldAmong(long messages, Manners.Builder builder) {
        Manners manners = builder.build();
        List<Long> withheld = new ArrayList<>();
        for (long i = 1; i <= messages; i++) {
            if (manners.withholds(i)) {
                withheld.add(i);
            }
        }
        return withheld;
    }

    @Test
    void otherDestinationsHaveQuotasOfTheirOwn() throws IOException {
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                        .timekeeper(time)
                        .otherDestinations(Manners.builder()
                                .maxMessages(1, Duration.ofSeconds(1))
                                .build())
                        .destination("fast.example", Manners.builder().build())
                        .start();
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@one.example")).startsWith("250");
            assertThat(rcpt(client, "a@one.example")).startsWith("450");
            assertThat(rcpt(client, "a@two.example")).startsWith("250");
            assertThat(rcpt(client, "a@fast.example")).startsWith("250");
            assertThat(rcpt(client, "a@fast.example")).startsWith("250");
        }
    }

    @Test
    void mannersMayChangeOnTheWay() throws IOException {
        try (ScriptedSmtpServer server = slow(Manners.builder().maxConnections(0));
                RawClient client = RawClient.greeted(server)) {
            assertThat(rcpt(client, "a@slow.example")).isEqualTo(QUOTA);
            server.change("slow.example", Manners.builder().build());
            assertThat(rcpt(client, "a@slow.example")).startsWith("250");
            server.change(Manners.builder().deadMailboxes(all -> true).build());
            assertThat(rcpt(client, "a@slow.example")).startsWith("550");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server without a script: what RFC 5321 asks for. */
@Timeout(60)
class PoliteServerTest {

    private final ScriptedSmtpServer server = ScriptedSmtpServer.builder()
            .keepMessages()
            .capability("CHUNKING")
            .capability("SMTPUTF8")
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void acceptsAMessageForEachRecipientAndCountsIt() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            assertThat(client.deliver("1@x", "a@one.example", "b@two.example")).isEqualTo("250 2.0.0 Ok: queued as 1");
            assertThat(server.accepted())
                    .containsExactly(
                            new Accepted("<1@x>", "a@one.example", false),
                            new Accepted("<1@x>", "b@two.example", false));
            assertThat(server.acceptedCount()).isEqualTo(2);
            assertThat(server.acceptedCount("<1@x>", "b@two.example")).isEqualTo(1);
            assertThat(server.acceptedCount("<1@x>", "c@two.example")).isZero();
        }
    }

    @Test
    void takesSeveralMessagesOnOneConnectionAndThenQuits() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.deliver("1@x", "a@one.example");
            assertThat(client.deliver("2@x", "a@one.example")).isEqualTo("250 2.0.0 Ok: queued as 2");
            assertThat(client.ask("QUIT")).isEqualTo("221 2.0.0 Bye");
            assertThat(client.read()).isEqualTo("EOF");
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void announcesItsCapabilities() throws IOException {
        try (RawClient client = RawClient.to(server)) {
            assertThat(client.read()).startsWith("220 localhost ESMTP");
            assertThat(client.ask("EHLO client.example"))
                    .isEqualTo("250-localhost|250-PIPELINING|250-8BITMIME|250-ENHANCEDSTATUSCODES|250-SIZE"
                            + "|250-CHUNKING|250 SMTPUTF8");
            assertThat(client.ask("HELO client.example")).isEqualTo("250 localhost");
        }
    }

    @Test
    void announcesWhatItIsToldTo() throws IOException {
        try (ScriptedSmtpServer other = ScriptedSmtpServer.builder()
                        .capability("DSN")
                        .withoutCapability("pipelining")
                        .withoutCapability("8BITMIME")
                        .withoutCapability("ENHANCEDSTATUSCODES")
                        .maxMessageSize(1000)
                        .start();
                RawClient client = RawClient.to(other)) {
            client.read();
            assertThat(client.ask("EHLO client.example")).isEqualTo("250-localhost|250-SIZE 1000|250 DSN");
        }
    }

    @Test
    void answersPipelinedCommandsInOrder() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.send("MAIL FROM:<>\r\nRCPT TO:<a@one.example>\r\nDATA\r\n");
            assertThat(client.read()).startsWith("250 2.1.0");
            assertThat(client.read()).startsWith("250 2.1.5");
            assertThat(client.read()).startsWith("354");
            client.send(RawClient.message("1@x") + "MAIL FROM:<>\r\nQUIT\r\n");
            assertThat(client.read()).startsWith("250 2.0.0");
            assertThat(client.read()).startsWith("250 2.1.0");
            assertThat(client.read()).startsWith("221");
        }
    }

    @Test
    void refusesCommandsOutOfOrder() throws IOException {
        try (RawClient client = RawClient.to(server)) {
            client.read();
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("503 5.5.1 Say EHLO first");
            client.ask("EHLO client.example");
            assertThat(client.ask("RCPT TO:<a@b>")).isEqualTo("503 5.5.1 Need MAIL command");
            assertThat(client.ask("DATA")).isEqualTo("503 5.5.1 Need MAIL command");
            client.ask("MAIL FROM:<a@b>");
            assertThat(client.ask("MAIL FROM:<a@b>")).isEqualTo("503 5.5.1 Nested MAIL command");
            assertThat(client.ask("DATA")).isEqualTo("554 5.5.1 No valid recipients");
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("")).startsWith("500 5.5.2");
            assertThat(client.ask("EXPN x")).startsWith("500 5.5.2");
            assertThat(client.ask("MAIL TO:<a@b>")).startsWith("501 5.1.7");
            assertThat(client.ask("MAIL FROM:a@b")).startsWith("501 5.1.7");
            assertThat(client.ask("mail from:<a@b>")).startsWith("250");
            assertThat(client.ask("RCPT TO:<>")).startsWith("501 5.1.3");
            assertThat(client.ask("RCPT TO:<a@b")).startsWith("501 5.1.3");
            assertThat(client.ask("STARTTLS")).startsWith("502");
            assertThat(client.ask("AUTH PLAIN")).startsWith("502");
            assertThat(client.ask("NOOP")).startsWith("250");
            assertThat(client.ask("VRFY a")).startsWith("252");
        }
    }

    @Test
    void refusesALineThatIsTooLongAndGoesOn() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            assertThat(client.ask("NOOP " + "x".repeat(100_000))).isEqualTo("500 5.5.6 Line too long");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void forgetsTheTransactionAtRsetAndAtEhlo() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            for (String command : new String[] {"RSET", "EHLO client.example"}) {
                client.ask("MAIL FROM:<a@b>");
                client.ask("RCPT TO:<a@b>");
                assertThat(client.ask(command)).startsWith("250");
                assertThat(client.ask("DATA")).startsWith("503");
            }
        }
    }

    @Test
    void readsAddressesWithBracketsAndLettersOfAnyKind() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.deliver("1@x", "\"odd\\\"> one\"@one.example", "jürgen@münchen.example");
            assertThat(server.accepted())
                    .extracting(Accepted::recipient)
                    .containsExactly("\"odd\\\"> one\"@one.example", "jürgen@münchen.example");
        }
    }

    @Test
    void endsAMessageAtTheFinalDotOnlyAndUnstuffsTheOthers() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            client.send("A: b\r\n\r\n..one\r\n...\r\n\n.\n.\r.\r\n.\r\r\nend\r\n.\r\n");
            assertThat(client.read()).startsWith("250");
            assertThat(server.messages())
                    .singleElement()
                    .extracting(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                    .isEqualTo("A: b\r\n\r\n.one\r\n..\r\n\n.\n.\r.\r\n\r\r\nend\r\n");
        }
    }

    @Test
    void findsTheMessageIdHoweverItIsWritten() throws IOException {
        assertThat(idOf("message-id:<low@x>\r\nX: y\r\n\r\n")).isEqualTo("<low@x>");
        assertThat(idOf("Message-ID:\r\n <folded@x>\r\n\r\n")).isEqualTo("<folded@x>");
        assertThat(idOf("Message-ID: <first@x>\r\nMessage-ID: <second@x>\r\n\r\n"))
                .isEqualTo("<first@x>");
        assertThat(idOf("Message-ID: <endless@x>\r\n")).isEqualTo("<endless@x>");
        assertThat(idOf("X: y\r\n\r\nMessage-ID: <body@x>\r\n")).isEmpty();
        assertThat(idOf("\r\nMessage-ID: <body@x>\r\n")).isEmpty();
        assertThat(idOf("")).isEmpty();
    }

    private String idOf(String message) throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.envelope("a@one.example");
            client.send(message + ".\r\n");
            assertThat(client.read()).startsWith("250");
            return server.accepted().get(server.acceptedCount() - 1).messageId();
        }
    }

    @Test
    void keepsNoMessageUnlessToldTo() throws IOException {
        try (ScriptedSmtpServer other = ScriptedSmtpServer.builder().start();
                RawClient client = RawClient.greeted(other)) {
            client.deliver("1@x", "a@one.example");
            assertThat(other.messages()).isEmpty();
            assertThat(other.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void takesAMessageInChunks() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.ask("MAIL FROM:<a@b>");
            client.ask("RCPT TO:<a@one.example>");
            client.send("BDAT 19\r\nMessage-ID: <1@x>\r\n");
            assertThat(client.read()).isEqualTo("250 2.0.0 19 octets received");
            client.send("BDAT 7 LAST\r\n\r\n.\r\nab");
            assertThat(client.read()).isEqualTo("250 2.0.0 Ok: queued as 1");
            assertThat(server.acceptedCount("<1@x>", "a@one.example")).isEqualTo(1);
            assertThat(server.messages().get(0)).asString().endsWith("\r\n\r\n.\r\nab");
        }
    }

    @Test
    void takesARefusedChunkInAllTheSame() throws IOException {
        try (RawClient client = RawClient.greeted(server)) {
            client.send("BDAT 5\r\nQUIT\nBDAT 6 LAST\r\nQUIT\r\n");
            assertThat(client.read()).startsWith("503");
            assertThat(client.read()).startsWith("503");
            assertThat(client.ask("BDAT x")).startsWith("501");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void takesNoChunksUnlessItAnnouncesThem() throws IOException {
        try (ScriptedSmtpServer other = ScriptedSmtpServer.builder().start();
                RawClient client = RawClient.greeted(other)) {
            client.ask("MAIL FROM:<a@b>");
            client.ask("RCPT TO:<a@one.example>");
            client.send("BDAT 1 LAST\r\na");
            assertThat(client.read()).startsWith("502");
            assertThat(other.acceptedCount()).isZero();
        }
    }

    @Test
    void refusesAMessageThatIsTooBigAtMailOrAfterIt() throws IOException {
        try (ScriptedSmtpServer other =
                        ScriptedSmtpServer.builder().maxMessageSize(60).start();
                RawClient client = RawClient.greeted(other)) {
            assertThat(client.ask("MAIL FROM:<a@b> SIZE=61 BODY=8BITMIME")).startsWith("552 5.3.4");
            assertThat(client.ask("MAIL FROM:<a@b> BODY=8BITMIME SIZE=60")).startsWith("250");
            client.ask("RCPT TO:<a@one.example>");
            client.ask("DATA");
            client.send("x".repeat(59) + "\r\n.\r\n");
            assertThat(client.read()).startsWith("552 5.3.4");
            client.envelope("a@one.example");
            client.send("x".repeat(58) + "\r\n.\r\n");
            assertThat(client.read()).startsWith("250");
        }
    }
}

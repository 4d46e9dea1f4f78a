/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import static io.github.resilience4mail.cli.SendTo.field;
import static io.github.resilience4mail.cli.SendTo.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is sent. */
class SendContentTest {

    private static final String EML =
            """
            From: Ada <ada@example.org>
            To: list@example.org
            Cc: other@example.org
            Bcc: secret@example.org
            Message-ID: <kept@example.org>
            Date: Mon, 5 Jan 2026 10:00:00 +0100
            X-Own: =?utf-8?q?=C3=A9?=
              folded
            Subject: Hello
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            Ça va ?
            .
            .. dots
            """;

    @TempDir
    private Path directory;

    private Path write(String content) throws IOException {
        return Files.writeString(directory.resolve("m.eml"), content);
    }

    private static ScriptedSmtpServer server() {
        return ScriptedSmtpServer.builder().keepMessages().start();
    }

    private static MimeMessage received(ScriptedSmtpServer server, int index) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(server.messages().get(index)));
    }

    @Test
    void subjectNameAndTextAreUnicode() throws Exception {
        try (var server = server()) {
            String out = Program.run(
                            "send",
                            "--host=127.0.0.1",
                            "--port=" + server.port(),
                            "--from=Café Ämne <shop@example.org>",
                            "--to=Zoé <zoe@rcv.example>",
                            "--subject=Été – 夏 {n}",
                            "--body=Ça va ?\n.\nþ",
                            "--json")
                    .out();

            MimeMessage message = received(server, 0);
            assertThat(message.getSubject()).isEqualTo("Été – 夏 1");
            assertThat(message.getFrom()[0]).hasToString("=?UTF-8?Q?Caf=C3=A9_=C3=84mne?= <shop@example.org>");
            assertThat(message.getContent()).isEqualTo("Ça va ?\r\n.\r\nþ\r\n");
            assertThat(message.getHeader("Date")).hasSize(1);
            assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
            assertThat(message.getMessageID()).isEqualTo(field(out, "messageId"));
            assertThat(server.transcript(1)).contains("RCPT TO:<zoe@rcv.example>");
        }
    }

    @Test
    void aFileIsSentAsItStandsButForBcc() throws Exception {
        try (var server = server()) {
            String out = send(server, "--eml", write(EML).toString(), "--to", "a@rcv.example", "--json")
                    .out();

            String sent = new String(server.messages().get(0), StandardCharsets.UTF_8);
            String expected = EML.replace("Bcc: secret@example.org\n", "").replace("\n", "\r\n");
            assertThat(sent.lines())
                    .containsExactlyInAnyOrderElementsOf(expected.lines().toList());
            assertThat(sent).endsWith(expected.substring(expected.indexOf("\r\n\r\n")));
            assertThat(field(out, "messageId")).isEqualTo("<kept@example.org>");
            assertThat(server.accepted()).containsExactly(new Accepted("<kept@example.org>", "a@rcv.example", false));
            assertThat(server.transcript(1)).anyMatch(line -> line.startsWith("MAIL FROM:<shop@example.org>"));
        }
    }

    @Test
    void eachCopyOfAFileHasAnIdentityOfItsOwn() throws Exception {
        try (var server = server()) {
            assertThat(send(
                                    server,
                                    "--eml",
                                    write(EML).toString(),
                                    "--to=a@rcv.example",
                                    "--count=5",
                                    "--subject=No. {n}")
                            .exitCode())
                    .isZero();

            assertThat(server.accepted().stream().map(Accepted::messageId).distinct())
                    .hasSize(5)
                    .doesNotContain("<kept@example.org>");
            assertThat(server.messages()).allSatisfy(message -> {
                String text = new String(message, StandardCharsets.UTF_8);
                assertThat(text).containsOnlyOnce("Message-ID:").contains("Ça va ?", "Cc: other@example.org");
                assertThat(text).containsOnlyOnce("Subject:").containsPattern("Subject: No. [1-5]\r\n");
            });
        }
    }

    @Test
    void whatEveryMessageNeedsIsAddedToAFileThatLacksIt() throws Exception {
        try (var server = server()) {
            Path file = write("Subject: bare\n\nText\n");
            assertThat(send(server, "--eml", file.toString(), "--to", "a@rcv.example")
                            .exitCode())
                    .isZero();

            MimeMessage message = received(server, 0);
            assertThat(message.getFrom()[0]).hasToString("shop@example.org");
            assertThat(message.getSentDate()).isNotNull();
            assertThat(message.getMessageID()).endsWith("@example.org>");
        }
    }
}

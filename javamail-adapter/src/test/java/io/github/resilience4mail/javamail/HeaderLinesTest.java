/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Collections;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderLinesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: a@b.example\r\nSubject: Hello\r\n\r\nText.\r\n",
                "From: a@b.example\r\nSubject: folded\r\n over\r\n\tthree lines\r\nTo: c@d.example\r\n\r\nText.\r\n",
                "From: a@b.example\nSubject: only line feeds\n\nText.\n",
                "Received: one\r\nReceived: two\r\nFrom: a@b.example\r\n\r\n",
                "From: a@b.example\r\nSubject: no body",
                "From: a@b.example\r\nSubject: caf\u00e9\r\n\r\nText.",
                "From: a@b.example\r\n \r\nSubject: a line of one blank\r\n\r\nText.",
                "\r\nThere are no headers.\r\n",
                "",
                "this is no header\r\nFrom: a@b.example\r\n\r\nText."
            })
    void aMessageIsReadAsJakartaMailReadsIt(String text) throws Exception {
        assertSame(text, "false");
        assertSame(text, "true");
        assertSame(text, true);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void whatSaysHowItIsSentIsReadTheSameWay(String allowUtf8) throws Exception {
        Session session = session(allowUtf8);
        String text = "From: a@b.example\r\nSubject: caf\u00e9\r\n folded\r\n\r\nText.\r\n";
        MimeMessage ours =
                new MessageOptions("bounce@b.example", 0, 0, null, null, false, false).read(session, stream(text));
        assertThat(bytes(ours)).isEqualTo(bytes(new MimeMessage(session, stream(text))));
    }

    private static void assertSame(String text, Object allowUtf8) throws Exception {
        Session session = session(allowUtf8);
        MimeMessage theirs = new MimeMessage(session, stream(text));
        MimeMessage ours = MessageOptions.NONE.read(session, stream(text));
        assertThat(Collections.list(ours.getAllHeaderLines()))
                .containsExactlyElementsOf(Collections.list(theirs.getAllHeaderLines()));
        assertThat(bytes(ours)).isEqualTo(bytes(theirs));
    }

    private static Session session(Object allowUtf8) {
        Properties properties = new Properties();
        properties.put("mail.mime.allowutf8", allowUtf8);
        return Session.getInstance(properties);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static byte[] bytes(MimeMessage message) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        message.writeTo(bytes);
        return bytes.toByteArray();
    }
}

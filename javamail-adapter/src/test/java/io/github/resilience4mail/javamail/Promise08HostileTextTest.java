/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 8: text from a server is hostile. */
class Promise08HostileTextTest {

    /** Colours a terminal, rings, forges a log line, reverses the reading direction. */
    private static final String HOSTILE =
            "550 5.7.1 \u001b[31mred\u0007 \u009b2J FORGED-LINE \u00e2\u0080\u00ae evil\r\n";

    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END_OF_DATA"})
    void noControlCharacterReachesAnExceptionOrALog(SmtpPhase phase) throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(phase, Occurrence.every(), Action.rawReply(HOSTILE))
                .start()) {
            var message = new Mail(server).message("a@rcv.example");
            MessagingException failure = catchThrowableOfType(MessagingException.class, () -> Transport.send(message));
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("FORGED-LINE");
            assertHarmless(trace.toString());
            assertHarmless(TestLog.read());
        }
    }

    private static void assertHarmless(String text) {
        assertThat(text.codePoints().filter(c -> Character.isISOControl(c) && "\r\n\t".indexOf(c) < 0))
                .isEmpty();
        assertThat(text).doesNotContain("\u202e");
    }

    @Test
    void aReplyWithoutEndIsCutOffAndNotKept() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.longLine("450 4.2.0 ", 50_000_000))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.DEFERRED);
            assertThat(sending.text()).hasSizeLessThan(2_000);
        }
    }

    @Test
    void linesWithoutEndAreCutOffToo() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.manyLines("450-4.2.0 more", 50_000_000))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.DEFERRED);
        }
    }

    @Test
    void aLongButFiniteReplyIsUnderstoodAndShortened() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user " + "x".repeat(20_000)))
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example");
            assertThat(sending.outcomes()).containsExactly(Outcome.GIVEN_UP);
            assertThat(sending.text()).hasSizeLessThan(2_000);
        }
    }

    @Test
    void aHintCannotParkAMessageForAMonth() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.RCPT,
                        Occurrence.every(),
                        Action.reply("451 4.7.1 Greylisted, please try again in 999999999 seconds"))
                .start()) {
            Mail mail = new Mail(server);
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.recipient(0).retryAt().orElseThrow())
                    .isBefore(mail.time.now().plus(Duration.ofHours(30)));
        }
    }

    @Test
    void bytesThatAreUtf8AreReadAsUtf8() throws MessagingException {
        byte[] utf8 = "550 5.1.1 Boîte inexistante".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        String raw = new String(utf8, java.nio.charset.StandardCharsets.ISO_8859_1) + "\r\n";
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.rawReply(raw))
                .start()) {
            assertThat(Sending.of(new Mail(server), "a@rcv.example").text()).contains("Boîte inexistante");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Promise 9: credentials and message bodies never appear in a log, an exception, a metric or a report. */
class Promise09NothingLeaksTest {

    private static final String PASSWORD = "pa55-w0rd-of-the-test";
    private static final String BODY = "a line of the body that is nobody's business";

    /** Even a server that repeats what it was sent does not get it into our texts: AUTH lines are never quoted. */
    @ParameterizedTest
    @EnumSource(names = {"CONNECT", "EHLO", "AUTH", "MAIL", "RCPT", "DATA", "END_OF_DATA", "QUIT"})
    void whateverFails(SmtpPhase phase) throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .user("u", PASSWORD)
                .requireAuth()
                .on(phase, Occurrence.every(), Action.reply("535 5.7.8 Refused, and that is that"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.auth", "true");
            MimeMessage message = mail.message("a@rcv.example");
            message.setText(BODY);
            String trace = send(message);
            String metrics = mail.runtime.registry().getAllRetries().toString();
            String log = TestLog.read();
            String encoded = Base64.getEncoder().encodeToString(("\0u\0" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            String login = Base64.getEncoder().encodeToString(PASSWORD.getBytes(StandardCharsets.UTF_8));
            for (String text : List.of(trace, metrics, log, mail.runtime.toString())) {
                assertThat(text).doesNotContain(PASSWORD, BODY, encoded, login);
            }
        }
    }

    private static String send(MimeMessage message) {
        MessagingException failure =
                catchThrowableOfType(MessagingException.class, () -> Transport.send(message, "u", PASSWORD));
        StringWriter trace = new StringWriter();
        if (failure != null) {
            failure.printStackTrace(new PrintWriter(trace));
            assertThat(trace.toString()).contains("Refused, and that is that");
        }
        return trace.toString();
    }
}

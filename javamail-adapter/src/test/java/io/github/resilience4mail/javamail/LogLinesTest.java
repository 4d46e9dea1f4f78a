/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the log tells a person on call: one line for what was not delivered, and nothing for a success. */
class LogLinesTest {

    /** The lines at INFO and above about this recipient, or about this server. */
    private static List<String> lines(String recipient, ScriptedSmtpServer server) throws IOException {
        return TestLog.read()
                .lines()
                .filter(line -> line.contains(recipient) || line.contains(":" + server.port()))
                .filter(line -> line.matches("\\[.*?] (INFO|WARN|ERROR) io\\.github\\.resilience4mail.*"))
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "gave-up@rcv.example, 550 5.1.1 No such user, GIVEN_UP, remove it from your list",
        "deferred@rcv.example, 452 4.2.2 Mailbox full, DEFERRED, 'Send it again to them, not before'",
        "to-fix@rcv.example, 554 5.7.1 Relay access denied, FIX_CONFIG, mail.smtp.auth"
    })
    void oneLineTellsWhatWasNotDeliveredAndWhatToDo(String recipient, String reply, String outcome, String advice)
            throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply(reply))
                .start()) {
            Mail mail = new Mail(server);
            MailDeliveryException failure =
                    catchThrowableOfType(MailDeliveryException.class, () -> Transport.send(mail.message(recipient)));
            assertThat(failure.getReport().recipients().get(0).outcome()).hasToString(outcome);

            List<String> lines = lines(recipient, server);
            assertThat(lines).singleElement().asString().contains("WARN", recipient, reply, advice);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"at-once@rcv.example, 0", "the-third-time@rcv.example, 2"})
    void nothingIsToldOfASuccess(String recipient, int refusals) throws IOException, MessagingException {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
        if (refusals > 0) {
            builder.on(SmtpPhase.RCPT, Occurrence.upTo(refusals), Action.reply("451 4.3.0 Try again later"));
        }
        try (var server = builder.start()) {
            Transport.send(new Mail(server).message(recipient));

            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(lines(recipient, server)).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"421 4.3.2 Shutting down", "554 5.7.1 Your address is on a blocklist"})
    void oneLineTellsThatNoConnectionCameAbout(String greeting) throws IOException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.every(), Action.reply(greeting))
                .start()) {
            Mail mail = new Mail(server);
            assertThatThrownBy(() -> mail.session().getTransport("smtp").connect())
                    .isInstanceOf(MessagingException.class);

            assertThat(lines("nobody-in-particular", server))
                    .singleElement()
                    .asString()
                    .contains("WARN", greeting);
        }
    }
}

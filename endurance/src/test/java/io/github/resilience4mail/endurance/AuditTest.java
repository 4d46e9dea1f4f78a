/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The audit sees what is not true. */
@Timeout(60)
class AuditTest {

    private static final Letter LETTER = new Letter(1, List.of("a@one.example"), 3);
    private static final Client CLIENT =
            new Client(Client.Security.NONE, MailRuntime.with(Timekeeper.system()), MailRetryPolicy.defaults());

    /** Sends one letter so often, and keeps books about it as it is told to. */
    private static List<String> violations(
            ScriptedSmtpServer.Builder builder, int times, BiConsumer<Books, Ending> bookkeeper) throws Exception {
        Books books = new Books();
        ScriptedSmtpServer server = builder.keepMessages().start();
        try (server) {
            for (int i = 0; i < times; i++) {
                Host.KEPT_TRANSPORTS.send(
                        CLIENT.session(server),
                        CLIENT.policy(),
                        List.of(LETTER).iterator(),
                        ending -> bookkeeper.accept(books, ending));
            }
        }
        return Audit.of(List.of(LETTER).iterator(), books, server).violations();
    }

    private static List<String> violations(BiConsumer<Books, Ending> bookkeeper) throws Exception {
        return violations(ScriptedSmtpServer.builder(), 1, bookkeeper);
    }

    private static Ending as(Ending ending, Outcome outcome) {
        return new Ending(
                ending.letter(),
                ending.messageId(),
                ending.recipient(),
                outcome,
                false,
                ending.reply(),
                ending.attempts(),
                ending.words());
    }

    private static void changed(Books books, Ending ending, Outcome outcome) {
        books.ended(as(ending, outcome));
    }

    @Test
    void whatIsTrueIsNoViolation() throws Exception {
        assertThat(violations(Books::ended)).isEmpty();
    }

    @Test
    void anOutcomeThatIsMissingOrComesTwiceIsSeen() throws Exception {
        assertThat(violations((books, ending) -> {})).anyMatch(text -> text.contains("has the endings []"));
        assertThat(violations((books, ending) -> {
                    books.ended(ending);
                    books.ended(ending);
                }))
                .anyMatch(text -> text.contains("has the endings [E"));
    }

    @Test
    void anOutcomeThatTheServerContradictsIsSeen() throws Exception {
        for (Outcome wrong : List.of(Outcome.DEFERRED, Outcome.GIVEN_UP, Outcome.FIX_CONFIG, Outcome.UNKNOWN)) {
            assertThat(violations((books, ending) -> changed(books, ending, wrong)))
                    .anyMatch(text -> text.contains("was accepted"));
        }
    }

    @Test
    void aDeliveryThatTheServerHasNotAcceptedIsSeen() throws Exception {
        ScriptedSmtpServer.Builder refusing = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"));
        assertThat(violations(refusing, 1, (books, ending) -> changed(books, ending, Outcome.DELIVERED)))
                .anyMatch(text -> text.contains("was accepted with a word []"));
    }

    @Test
    void whoIsGivenUpWithoutAReplyForGoodIsSeen() throws Exception {
        ScriptedSmtpServer.Builder refusing = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.1.1 No such user"));
        assertThat(violations(refusing, 1, Books::ended)).anyMatch(text -> text.contains("was refused for now only"));
    }

    @Test
    void aPossibleDuplicateThatIsNotReportedIsSeen() throws Exception {
        ScriptedSmtpServer.Builder withholding =
                ScriptedSmtpServer.builder().on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.acceptThenClose());
        assertThat(violations(withholding, 1, (books, ending) -> changed(books, ending, Outcome.DELIVERED)))
                .anyMatch(text -> text.contains("perhaps came twice"));
    }

    @Test
    void aSecondMessageIdIsSeen() throws Exception {
        assertThat(violations(ScriptedSmtpServer.builder(), 2, Books::ended))
                .anyMatch(text -> text.contains("letter 1 was sent as"));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Promise 6: FIX_CONFIG stops at once, for the whole account, until a cool-down, a reset or a changed password. */
class Promise06FixConfigStopsAtOnceTest {

    private static ScriptedSmtpServer.Builder withAccount() {
        return ScriptedSmtpServer.builder().user("u", "right").requireAuth();
    }

    private static Mail loggingIn(ScriptedSmtpServer server) {
        return new Mail(server).with("mail.smtp.auth", "true");
    }

    private static void sendInVain(MimeMessage message, String password) {
        assertThatThrownBy(() -> Transport.send(message, "u", password))
                .isInstanceOf(AuthenticationFailedException.class)
                .satisfies(e -> assertThat(
                                MailFailure.of(e).orElseThrow().verdict().decision())
                        .isEqualTo(Decision.FIX_CONFIG));
    }

    @Test
    void thereIsNoSecondLoginWithAPasswordThatWasRefused() throws MessagingException {
        try (var server = withAccount().start()) {
            MimeMessage message = loggingIn(server).message("a@rcv.example");
            for (int i = 0; i < 5; i++) {
                sendInVain(message, "wrong");
            }
            assertThat(server.logins()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void theErrorSaysThatNoLoginWasTriedAndWhenTheNextIs() throws MessagingException {
        try (var server = withAccount().start()) {
            Mail mail = loggingIn(server);
            MimeMessage message = mail.message("a@rcv.example");
            sendInVain(message, "wrong");
            assertThatThrownBy(() -> Transport.send(message, "u", "wrong"))
                    .hasMessageContaining("No login was tried")
                    .hasMessageContaining(
                            mail.time.now().plus(Duration.ofMinutes(10)).toString());
        }
    }

    @Test
    void anAuthenticatorBesideAPasswordMakesNoSecondLogin() throws MessagingException {
        try (var server = withAccount().start()) {
            Mail mail = loggingIn(server);
            Session session = Session.getInstance(mail.properties, new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("u", "also wrong");
                }
            });
            sendInVain(Mail.message(session, "a@rcv.example"), "wrong");
            assertThat(server.logins()).isEqualTo(1);
        }
    }

    @Test
    void aChangedPasswordIsTriedAtOnce() throws MessagingException {
        try (var server = withAccount().start()) {
            MimeMessage message = loggingIn(server).message("a@rcv.example");
            sendInVain(message, "wrong");
            Transport.send(message, "u", "right");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void afterTheCoolDownOrAResetOneLoginIsTriedAgain() throws MessagingException {
        try (var server = withAccount().start()) {
            Mail mail = loggingIn(server);
            MimeMessage message = mail.message("a@rcv.example");
            sendInVain(message, "wrong");
            mail.time.advance(Duration.ofMinutes(10));
            sendInVain(message, "wrong");
            assertThat(server.logins()).isEqualTo(2);
            mail.runtime.resetAccounts();
            sendInVain(message, "wrong");
            assertThat(server.logins()).isEqualTo(3);
        }
    }

    @Test
    void aPasswordThatCannotBeCheckedJustNowIsTriedAgain() throws MessagingException {
        try (var server = withAccount()
                .on(SmtpPhase.AUTH, Occurrence.first(), Action.reply("454 4.7.0 Temporary authentication failure"))
                .start()) {
            Transport.send(loggingIn(server).message("a@rcv.example"), "u", "right");
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void aRefusalOfTheAccountAtMailIsNotRepeated() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.every(), Action.reply("530 5.7.0 Authentication required"))
                .start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example", "b@rcv.example");
            assertThat(sending.outcomes()).containsOnly(Outcome.FIX_CONFIG);
            assertThat(sending.recipient(0).verdict().orElseThrow().reason()).isEqualTo(Reason.AUTH_REQUIRED);
            assertThat(server.refused(SmtpPhase.MAIL)).isEqualTo(1);
            assertThat(sending.text()).contains("mail.smtp.auth");
        }
    }

    @Test
    void aBulkRunStopsAtTheFirstLoginThatIsRefused() throws Exception {
        try (var server = withAccount().start()) {
            Mail mail = loggingIn(server)
                    .with("mail.smtp.user", "u")
                    .with(
                            "mail.smtp.retry.runtime",
                            io.github.resilience4mail.runtime.MailRuntime.with(
                                    io.github.resilience4mail.time.Timekeeper.system()));
            Session session = Session.getInstance(mail.properties, new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    return new PasswordAuthentication("u", "wrong");
                }
            });
            List<CompletableFuture<DeliveryReport>> futures = new ArrayList<>();
            try (BulkSender sender = BulkSender.builder(session).build()) {
                for (int i = 0; i < 50; i++) {
                    futures.add(sender.submit(Mail.message(session, "r" + i + "@rcv.example")));
                }
                for (CompletableFuture<DeliveryReport> future : futures) {
                    assertThat(future.get().with(Outcome.FIX_CONFIG)).hasSize(1);
                }
            }
            assertThat(server.logins()).isEqualTo(1);
        }
    }

    @Test
    void manyThreadsWithTheSameWrongPasswordLogInOnce() throws Exception {
        try (var server = withAccount().start()) {
            MimeMessage message = loggingIn(server).message("a@rcv.example");
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                Thread thread = new Thread(() -> sendInVain(message, "wrong"));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(server.logins()).isEqualTo(1);
        }
    }
}

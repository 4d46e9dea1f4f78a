/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4j.retry.Retry;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptBegun;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.CloseFailed;
import io.github.resilience4mail.engine.DeliveryEvent.ConnectFailed;
import io.github.resilience4mail.engine.DeliveryEvent.DeliveryEnded;
import io.github.resilience4mail.engine.DeliveryEvent.LoginRefused;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryEvent.RetryPlanned;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener is told while unchanged code sends. */
class EventsTest {

    private final List<DeliveryEvent> events = new ArrayList<>();

    private Mail listening(ScriptedSmtpServer server) {
        Mail mail = new Mail(server);
        mail.runtime.listeners().add(events::add);
        return mail;
    }

    private <T extends DeliveryEvent> List<T> all(Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Test
    void aDeliveryIsToldStepByStep() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first().to("slow@rcv.example"), Action.reply("451 4.3.0 Later"))
                .on(SmtpPhase.RCPT, Occurrence.every().to("gone@rcv.example"), Action.reply("550 5.1.1 Unknown"))
                .start()) {
            Mail mail = listening(server);
            assertThatThrownBy(() -> Transport.send(mail.message("slow@rcv.example", "gone@rcv.example")))
                    .isInstanceOf(MailDeliveryException.class);

            String name = "mail-" + server.host() + ":" + server.port();
            assertThat(events).extracting(DeliveryEvent::name).containsOnly(name);
            assertThat(events)
                    .extracting(event -> event.getClass().getSimpleName())
                    .containsExactly(
                            "AttemptBegun",
                            "AttemptEnded",
                            "RecipientSettled",
                            "RetryPlanned",
                            "AttemptBegun",
                            "AttemptEnded",
                            "RecipientSettled",
                            "DeliveryEnded");
            assertThat(all(AttemptBegun.class))
                    .extracting(AttemptBegun::recipients)
                    .containsExactly(List.of("slow@rcv.example", "gone@rcv.example"), List.of("slow@rcv.example"));
            assertThat(all(AttemptEnded.class).get(1).results()).containsOnlyKeys("slow@rcv.example");
            assertThat(all(RetryPlanned.class).get(0).retryAt())
                    .isAfter(all(RetryPlanned.class).get(0).at());
            assertThat(all(RecipientSettled.class))
                    .extracting(settled -> settled.recipient().outcome())
                    .containsExactly(Outcome.GIVEN_UP, Outcome.DELIVERED);
            assertThat(all(DeliveryEnded.class).get(0).report().recipients()).hasSize(2);

            Retry.Metrics metrics = mail.runtime.registry().retry(name).getMetrics();
            assertThat(metrics.getNumberOfFailedCallsWithRetryAttempt()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatIsNotMadeIsToldWithWhatComesNext() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.CONNECT, Occurrence.first(), Action.reply("421 4.3.2 Too busy"))
                .start()) {
            Transport.send(listening(server).message("a@rcv.example"));

            ConnectFailed failed = all(ConnectFailed.class).get(0);
            assertThat(failed.phase()).isEqualTo(SmtpPhase.CONNECT);
            assertThat(failed.said()).hasToString("Optional[421 4.3.2 Too busy]");
            assertThat(failed.retryAt()).isAfter(failed.at());
        }
    }

    @Test
    void aRefusedLoginIsToldWithTheEndOfItsCoolDownAndWithoutThePassword() {
        try (var server = ScriptedSmtpServer.builder().user("ann", "right").start()) {
            Mail mail = listening(server).with("mail.smtp.auth", "true");
            assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example"), "ann", "secret-9"))
                    .isInstanceOf(AuthenticationFailedException.class);

            LoginRefused refused = all(LoginRefused.class).get(0);
            assertThat(refused.user()).isEqualTo("ann");
            assertThat(refused.verdict().reason()).isEqualTo(Reason.AUTH_FAILED);
            assertThat(Duration.between(refused.at(), refused.until())).isEqualTo(Duration.ofMinutes(10));
            assertThat(all(ConnectFailed.class).get(0).retryAt()).isNull();
            assertThat(events.toString()).doesNotContain("secret-9");
        }
    }

    @Test
    void aFarewellThatFailsIsToldAndNothingElseComesOfIt() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.QUIT, Occurrence.every(), Action.reset())
                .start()) {
            Mail mail = listening(server).with("mail.smtp.quitwait", "true");
            Transport.send(mail.message("a@rcv.example"));

            assertThat(all(DeliveryEnded.class).get(0).report().isDelivered()).isTrue();
            assertThat(all(CloseFailed.class)).hasSize(1);
        }
    }

    @Test
    void theSessionMayHaveAListenerOfItsOwnWhichMayFail() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            List<DeliveryEvent> own = new ArrayList<>();
            DeliveryListener failing = event -> {
                own.add(event);
                throw new IllegalStateException("a listener's own fault");
            };
            Transport.send(
                    listening(server).with("mail.smtp.retry.listener", failing).message("a@rcv.example"));

            assertThat(own).isEqualTo(events).isNotEmpty();
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void whoNoLongerListensIsNotTold() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            DeliveryListener listener = events::add;
            mail.runtime.listeners().add(listener);
            mail.runtime.listeners().remove(listener);
            Transport.send(mail.message("a@rcv.example"));

            assertThat(events).isEmpty();
            assertThat(mail.runtime.listeners().isEmpty()).isTrue();
        }
    }
}

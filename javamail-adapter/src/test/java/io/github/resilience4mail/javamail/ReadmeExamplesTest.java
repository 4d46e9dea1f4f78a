/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.DeliveryEvent.LoginRefused;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The README's examples, as they stand there: the regions between the tags are compared with it word by word. */
class ReadmeExamplesTest {

    private final Logger log = LoggerFactory.getLogger(ReadmeExamplesTest.class);
    private final Map<String, String> noted = new TreeMap<>();

    private void markSent(String recipient) {
        noted.put(recipient, "sent");
    }

    private void sendLater(String recipient, Instant notBefore) {
        noted.put(recipient, "later, " + (notBefore.getEpochSecond() > 0));
    }

    private void tellSomeone(RecipientReport recipient) {
        noted.put(recipient.recipient(), "told");
    }

    @Test
    void unchangedCode() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start()) {
            MimeMessage message = new Mail(server).message("a@rcv.example");
            // tag::unchanged[]
            Transport.send(message); // 451, 421, a dropped connection: tried again. 550, 535: not.
            // end::unchanged[]
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void theException() throws MessagingException {
        Manners dead = Manners.builder().deadMailboxes(address -> true).build();
        Manners grey = Manners.builder().greylisting(Duration.ofMinutes(5)).build();
        try (var server = ScriptedSmtpServer.builder()
                .destination("dead.example", dead)
                .destination("grey.example", grey)
                .start()) {
            MimeMessage message = new Mail(server).message("a@rcv.example", "b@dead.example", "c@grey.example");
            // tag::exception[]
            try {
                Transport.send(message);
            } catch (MailDeliveryException e) {
                // it is a SendFailedException with its arrays filled: old catch blocks still work
                log.warn(e.getMessage());
                for (RecipientReport recipient : e.getReport().recipients()) {
                    switch (recipient.outcome()) {
                        case DELIVERED -> markSent(recipient.recipient());
                        case DEFERRED ->
                            sendLater(recipient.recipient(), recipient.retryAt().orElseThrow());
                        case GIVEN_UP, FIX_CONFIG, UNKNOWN -> tellSomeone(recipient);
                    }
                }
            }
            // end::exception[]
            assertThat(noted)
                    .containsOnly(
                            Map.entry("a@rcv.example", "sent"),
                            Map.entry("b@dead.example", "told"),
                            Map.entry("c@grey.example", "later, true"));
        }
    }

    @Test
    void theTransport() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            Session session = mail.session();
            MimeMessage message = mail.message("a@rcv.example");
            // tag::transport[]
            RetryingSmtpTransport transport = (RetryingSmtpTransport) session.getTransport("smtp");
            transport.connect();
            try (transport) {
                transport.sendMessage(message, message.getAllRecipients());
                DeliveryReport report = transport.getLastReport().orElseThrow();
                log.info("{} attempts", report.attempts());
            }
            // end::transport[]
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void theBulkSender() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            Session session = mail.session();
            List<MimeMessage> list = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                list.add(mail.message("r" + i + "@rcv.example"));
            }
            Iterator<MimeMessage> messages = list.iterator();
            // tag::bulk[]
            try (BulkSender sender = BulkSender.builder(session)
                    .lanes(8)
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .build()) {
                BulkReport report = sender.sendAll(messages);
                log.info("{}", report);
            }
            // end::bulk[]
            assertThat(server.acceptedCount()).isEqualTo(20);
        }
    }

    @Test
    void thePolicy() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.every(), Action.acceptThenClose())
                .start()) {
            Mail mail = new Mail(server);
            Session session = mail.session();
            // tag::policy[]
            MailRetryPolicy policy = MailRetryPolicy.builder()
                    .deadline(Duration.ofMinutes(2)) // how long a caller waits for one message
                    .quickRetries(List.of(Duration.ofSeconds(2), Duration.ofSeconds(10)))
                    .onUnknown(OnUnknown.REPORT) // rather none than two
                    .build();
            session.getProperties().put("mail.smtp.retry.policy", policy);
            // end::policy[]
            assertThat(Sending.of(mail, "a@rcv.example").outcomes()).containsExactly(Outcome.UNKNOWN);
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    private final List<String> alarms = new ArrayList<>();
    private final List<Outcome> counted = new ArrayList<>();

    private void alarm(String text) {
        alarms.add(text);
    }

    private void count(Outcome outcome) {
        counted.add(outcome);
    }

    @Test
    void theEvents() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().user("ann", "right").start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.shared());
            // tag::events[]
            DeliveryListener listener = event -> {
                if (event instanceof LoginRefused refused) {
                    alarm(refused.user() + ": "
                            + refused.verdict().explain(Locale.ENGLISH).action());
                } else if (event instanceof RecipientSettled settled) {
                    count(settled.recipient().outcome());
                }
            };
            MailRuntime.shared().listeners().add(listener);
            // end::events[]
            try {
                Transport.send(mail.message("a@rcv.example"));
                mail.with("mail.smtp.auth", "true");
                assertThatThrownBy(() -> Transport.send(mail.message("a@rcv.example"), "ann", "wrong"))
                        .isInstanceOf(AuthenticationFailedException.class);
            } finally {
                MailRuntime.shared().listeners().remove(listener);
                MailRuntime.shared().resetAccounts();
            }

            assertThat(counted).containsExactly(Outcome.DELIVERED);
            assertThat(alarms).singleElement().asString().startsWith("ann: ");
        }
    }

    @Test
    void theCatalogue() {
        // tag::catalogue[]
        SmtpReply reply = SmtpReply.parse("432 4.3.2 Concurrent connections limit exceeded");
        Verdict verdict = ReplyCatalogue.standard()
                .classify(reply, SmtpPhase.END_OF_DATA, "smtp.office365.com")
                .orElseThrow();
        verdict.decision(); // RETRY
        verdict.explain(Locale.FRENCH).action(); // what to do, in words
        // end::catalogue[]
        assertThat(verdict.decision()).isEqualTo(Decision.RETRY);
        assertThat(verdict.throttle()).isTrue();
        assertThat(verdict.explain(Locale.FRENCH).action()).isNotBlank();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.throttle.LaneSnapshot;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits that the user sets, and how each destination is seen. */
@Timeout(60)
class BulkLimitsTest {

    private static Mail mail(ScriptedSmtpServer server, Timekeeper time) {
        return new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.with(time));
    }

    private static List<MimeMessage> messages(Mail mail, int count) throws Exception {
        List<MimeMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(mail.message("r" + i + "@rcv.example"));
        }
        return messages;
    }

    @Test
    void theUsersMessagesAMinuteAreKept() throws Exception {
        Timekeeper time = AcceleratedTimekeeper.of(200, 1);
        try (var server = ScriptedSmtpServer.builder().timekeeper(time).start()) {
            Mail mail = mail(server, time);
            try (BulkSender sender =
                    BulkSender.builder(mail.session()).messagesPerMinute(10).build()) {
                BulkReport report = sender.sendAll(messages(mail, 35).iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(35);
                assertThat(report.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(3));
            }
        }
    }

    @Test
    void withoutThrottleARefusalChangesNothingForTheOthers() throws Exception {
        Action tooMuch = Action.reply("450 4.7.1 Too many messages, try again later");
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), tooMuch)
                .start()) {
            Mail mail = mail(server, Timekeeper.system());
            try (BulkSender sender =
                    BulkSender.builder(mail.session()).throttle(false).build()) {
                BulkReport report = sender.sendAll(messages(mail, 20).iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(20);
                assertThat(sender.destinations()).singleElement().satisfies(d -> {
                    assertThat(d.pausedUntil()).isEmpty();
                    assertThat(d.refusals()).isEqualTo(1);
                });
            }
        }
    }

    @Test
    void eachDestinationIsSeenWithItsLanesAndWhatItHasAccepted() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = mail(server, Timekeeper.system());
            try (BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .build()) {
                List<MimeMessage> two = List.of(mail.message("a@one.example"), mail.message("b@two.example"));
                assertThat(sender.sendAll(two.iterator()).count(Outcome.DELIVERED))
                        .isEqualTo(2);
                assertThat(sender.destinations())
                        .extracting(LaneSnapshot::destination)
                        .containsExactlyInAnyOrder("one.example", "two.example");
                assertThat(sender.destinations()).allSatisfy(d -> {
                    assertThat(d.delivered()).isEqualTo(1);
                    assertThat(d.laneLimit()).isBetween(1, 8);
                    assertThat(d.pace()).isEmpty();
                });
            }
        }
    }

    private static LaneSettings limits(BulkSender.Builder builder) {
        return limits(builder, new Properties());
    }

    private static LaneSettings limits(BulkSender.Builder builder, Properties properties) {
        return builder.limits(TransportSettings.of(properties, "smtp"));
    }

    @Test
    void aSessionCanSwitchTheThrottleOffAndABuilderOnAgain() {
        Properties properties = new Properties();
        BulkSender.Builder builder = BulkSender.builder(jakarta.mail.Session.getInstance(properties));
        assertThat(limits(builder, properties).isThrottled()).isTrue();
        properties.put("mail.smtp.retry.throttle", "off");
        assertThat(limits(builder, properties).isThrottled()).isFalse();
        assertThat(limits(builder.throttle(true), properties).isThrottled()).isTrue();
    }

    @Test
    void theProvidersPublishedLimitsAreKeptUnlessTheUserSetsOthers() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "smtp.office365.com");
        var session = jakarta.mail.Session.getInstance(properties);
        assertThat(limits(BulkSender.builder(session)).maxLanes()).isEqualTo(3);
        assertThat(limits(BulkSender.builder(session)).messagesPerMinute()).isEqualTo(30);
        assertThat(limits(BulkSender.builder(session).lanes(2)).maxLanes()).isEqualTo(2);
        assertThat(limits(BulkSender.builder(session).lanes(2)).messagesPerMinute())
                .isEqualTo(30);
        assertThat(limits(BulkSender.builder(session).providerProfile(false)).maxLanes())
                .isEqualTo(8);
    }

    @Test
    void aLimitOfNothingIsRefused() {
        BulkSender.Builder builder = BulkSender.builder(jakarta.mail.Session.getInstance(new Properties()));
        assertThatThrownBy(() -> builder.messagesPerMinute(0)).hasMessage("messagesPerMinute is 1 or more, not 0");
    }

    @Test
    void messagesThatCanOnlyWaitDoNotKeepTheOthersOut() throws Exception {
        Action anHour = Action.reply("450 4.7.1 Too many messages, try again in 3600 seconds");
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("slow.example"), anHour)
                .start()) {
            Mail mail = mail(server, Timekeeper.system()).with("mail.smtp.retry.deadline", "2h");
            BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .queue(10)
                    .build();
            for (int i = 0; i < 40; i++) {
                sender.submit(mail.message("r" + i + "@slow.example"));
            }
            CompletableFuture<DeliveryReport> other = sender.submit(mail.message("a@fast.example"));
            assertThat(other.orTimeout(30, TimeUnit.SECONDS).join().isDelivered())
                    .isTrue();
            sender.close();
        }
    }
}

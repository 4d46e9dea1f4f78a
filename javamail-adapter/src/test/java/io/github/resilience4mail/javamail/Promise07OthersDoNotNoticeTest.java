/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Manners;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Promise 7: a throttled destination slows down; others do not notice. */
class Promise07OthersDoNotNoticeTest {

    private static Mail realTime(ScriptedSmtpServer server) {
        return new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()));
    }

    @Test
    void aDestinationThatWantsToBeLeftAloneForAnHourStopsOnlyItself() throws Exception {
        Action slowDown = Action.reply("450 4.7.1 Too many messages, try again in 3600 seconds");
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("slow.example"), slowDown)
                .start()) {
            Mail mail = realTime(server).with("mail.smtp.retry.deadline", "2h");
            List<CompletableFuture<DeliveryReport>> slow = new ArrayList<>();
            List<CompletableFuture<DeliveryReport>> fast = new ArrayList<>();
            BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .build();
            for (int i = 0; i < 100; i++) {
                slow.add(sender.submit(mail.message("r" + i + "@slow.example")));
                fast.add(sender.submit(mail.message("r" + i + "@fast.example")));
            }
            for (CompletableFuture<DeliveryReport> future : fast) {
                assertThat(future.get().isDelivered()).isTrue();
            }
            assertThat(slow).noneMatch(CompletableFuture::isDone);
            // the first lane found out; nobody else asked again
            assertThat(server.refused("slow.example")).isBetween(1L, 2L);
            sender.close();
            for (CompletableFuture<DeliveryReport> future : slow) {
                assertThat(future.get().with(Outcome.DEFERRED)).hasSize(1);
            }
        }
    }

    @Test
    void aQuotaOfConnectionsIsFoundAndEverythingArrives() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .destination(
                        "quota.example", Manners.builder().maxConnections(2).build())
                .start()) {
            Mail mail = realTime(server);
            try (BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .lanes(8)
                    .build()) {
                var messages = new ArrayList<jakarta.mail.internet.MimeMessage>();
                for (int i = 0; i < 300; i++) {
                    messages.add(mail.message("r" + i + (i % 3 == 0 ? "@quota.example" : "@free.example")));
                }
                BulkReport report = sender.sendAll(messages.iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(300);
                assertThat(report.messages()).isEqualTo(300);
            }
            assertThat(server.acceptedCount()).isEqualTo(300);
            assertThat(server.duplicates()).isEmpty();
            assertThat(server.peakConnections("quota.example")).isEqualTo(2);
            assertThat(server.refused("quota.example")).isLessThanOrEqualTo(10);
            assertThat(server.refused("free.example")).isZero();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.AcceleratedTimekeeper;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkSchedulerTest {

    private static Mail mail(ScriptedSmtpServer server, Timekeeper timekeeper) {
        return new Mail(server).with("mail.smtp.retry.runtime", MailRuntime.with(timekeeper));
    }

    @Test
    void refusesAlsoWhatWasInFlightWhenTheAccountWasStopped() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        Timekeeper untilStopped = new DelegatingTimekeeper(Timekeeper.system()) {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                stopped.await();
            }
        };
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .timekeeper(untilStopped)
                .on(SmtpPhase.RCPT, Occurrence.every().to("slow.example"), lateRefusal())
                .on(SmtpPhase.RCPT, Occurrence.every(), Action.reply("550 5.7.1 Relaying denied"))
                .start()) {
            Mail mail = mail(server, Timekeeper.system());
            try (BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .build()) {
                var slow = sender.submit(mail.message("a@slow.example"));
                var quick = sender.submit(mail.message("b@quick.example"));
                assertThat(quick.get().with(Outcome.FIX_CONFIG)).hasSize(1);
                stopped.countDown();
                assertThat(slow.get().recipients())
                        .extracting(RecipientReport::outcome)
                        .containsExactly(Outcome.FIX_CONFIG);
            }
        }
    }

    private static Action lateRefusal() {
        return Action.reply("451 4.3.0 Try again").after(Duration.ofSeconds(1));
    }

    @Test
    void doesNotWaitLongerBecauseTheClockIsSetBack() throws Exception {
        AtomicBoolean setBack = new AtomicBoolean();
        Timekeeper jumping = new DelegatingTimekeeper(AcceleratedTimekeeper.of(1_000, 1)) {
            @Override
            public Instant now() {
                return setBack.get() ? super.now().minus(Duration.ofHours(5)) : super.now();
            }

            @Override
            public void await(Condition condition, Duration duration) throws InterruptedException {
                setBack.set(true);
                super.await(condition, duration);
            }
        };
        try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.7.1 Please try again in 300 seconds"))
                .start()) {
            Mail mail = mail(server, jumping);
            try (BulkSender sender = BulkSender.builder(mail.session()).build()) {
                List<MimeMessage> one = List.of(mail.message("a@one.example"));
                BulkReport report = sender.sendAll(one.iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(1);
                assertThat(report.elapsed()).isLessThan(Duration.ofHours(2));
            }
        }
    }
}

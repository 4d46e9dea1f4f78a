/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Heard;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever has the future of a message may change their mind. */
// on a thread of its own: one that closes a sender cannot be interrupted
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkCancelTest {

    private static final Action OK = Action.reply("250 2.0.0 Ok");
    private static final Action LATER = Action.reply("451 4.3.0 Later");

    private final Queue<String> told = new ConcurrentLinkedQueue<>();

    private BulkSender.Builder builder(HeldServer held) {
        return BulkSender.builder(held.session()).lanes(1).listener(event -> {
            if (event instanceof RecipientSettled settled) {
                RecipientReport r = settled.recipient();
                told.add(r.recipient() + " " + r.outcome() + " " + r.attempts());
            }
        });
    }

    private static boolean isDelivered(CompletableFuture<DeliveryReport> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join().isDelivered();
    }

    @Test
    void whatWaitsIsNotSentAndMakesRoom() throws Exception {
        try (HeldServer held = HeldServer.at(SmtpPhase.END_OF_DATA, OK);
                BulkSender sender = builder(held).queue(2).build()) {
            var inFlight = sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            var waiting = sender.submit(held.message("b@rcv.example"));
            assertThat(waiting.cancel(true)).isTrue();
            assertThat(told).containsExactly("b@rcv.example DEFERRED 0");
            // it would wait for ever, if the queue were still full
            var next = sender.submit(held.message("c@rcv.example"));
            held.release();
            assertThat(isDelivered(inFlight)).isTrue();
            assertThat(isDelivered(next)).isTrue();
            assertThat(waiting).isCancelled();
            assertThat(held.server().acceptedCount()).isEqualTo(2);
        }
    }

    @Test
    void whatIsInFlightIsNotTriedAgain() throws Exception {
        try (HeldServer held = HeldServer.at(SmtpPhase.RCPT, LATER)) {
            try (BulkSender sender = builder(held).build()) {
                var inFlight = sender.submit(held.message("a@rcv.example"));
                held.awaitQuestion();
                inFlight.cancel(true);
                held.release();
                assertThat(isDelivered(sender.submit(held.message("b@rcv.example"))))
                        .isTrue();
            }
            assertThat(told).containsExactly("a@rcv.example DEFERRED 1", "b@rcv.example DELIVERED 1");
            assertThat(held.server().heard().stream().map(Heard::phase)).containsOnlyOnce(SmtpPhase.END_OF_DATA);
        }
    }

    @Test
    void whatIsInFlightAndAcceptedIsStillToldOf() throws Exception {
        try (HeldServer held = HeldServer.at(SmtpPhase.END_OF_DATA, OK)) {
            try (BulkSender sender = builder(held).build()) {
                var inFlight = sender.submit(held.message("a@rcv.example"));
                held.awaitQuestion();
                inFlight.cancel(true);
                held.release();
            }
            assertThat(told).containsExactly("a@rcv.example DELIVERED 1");
        }
    }

    @Test
    void whatIsNotDueYetMakesRoomToo() throws Exception {
        Action tomorrow = Action.reply("450 4.2.0 Greylisted, try again in 3000 seconds");
        try (HeldServer held = HeldServer.at(SmtpPhase.RCPT, tomorrow);
                BulkSender sender = builder(held).queue(1).build()) {
            held.release();
            var waiting = sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            waiting.cancel(false);
            assertThat(isDelivered(sender.submit(held.message("b@rcv.example"))))
                    .isTrue();
            assertThat(told).contains("a@rcv.example DEFERRED 1");
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a bulk sender ends, and whose threads it runs on. */
// on a thread of its own: one that closes a sender cannot be interrupted
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BulkShutdownTest {

    private static final Action OK = Action.reply("250 2.0.0 Ok");

    private static HeldServer held() {
        return HeldServer.at(SmtpPhase.END_OF_DATA, OK);
    }

    private static <T> T soon(CompletableFuture<T> future) {
        return future.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static Outcome outcome(CompletableFuture<DeliveryReport> future) {
        return soon(future).recipients().get(0).outcome();
    }

    /** Work that may throw anything. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** Does it on a thread of its own. */
    private static CompletableFuture<Void> elsewhere(Work work, Thread[] thread) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        thread[0] = new Thread(() -> {
            try {
                work.run();
                ended.complete(null);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        thread[0].start();
        return ended;
    }

    /** Returns when the thread waits for something. */
    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void whatIsInFlightEndsAndTheRestIsDeferred() throws Exception {
        try (HeldServer held = held()) {
            BulkSender sender = BulkSender.builder(held.session()).lanes(1).build();
            var inFlight = sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            List<CompletableFuture<DeliveryReport>> waiting = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                waiting.add(sender.submit(held.message("r" + i + "@rcv.example")));
            }
            CompletableFuture<Void> closed = elsewhere(sender::close, new Thread[1]);
            assertThat(waiting).allSatisfy(future -> assertThat(outcome(future)).isEqualTo(Outcome.DEFERRED));
            assertThat(inFlight).isNotDone();
            assertThat(closed).isNotDone();
            held.release();
            assertThat(outcome(inFlight)).isEqualTo(Outcome.DELIVERED);
            soon(closed);
            assertThat(held.server().acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void whoWaitsForAPlaceIsToldThatThereIsNone() throws Exception {
        try (HeldServer held = held()) {
            BulkSender sender =
                    BulkSender.builder(held.session()).lanes(1).queue(1).build();
            sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            Thread[] thread = new Thread[1];
            CompletableFuture<Void> submitting = elsewhere(() -> sender.submit(held.message("b@rcv.example")), thread);
            awaitWaiting(thread[0]);
            CompletableFuture<Void> closed = elsewhere(sender::close, new Thread[1]);
            assertThatThrownBy(() -> soon(submitting))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(IllegalStateException.class);
            held.release();
            soon(closed);
            assertThat(held.server().acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void anInterruptedThreadSubmitsNothingAndTheOthersGoOn() throws Exception {
        try (HeldServer held = held();
                BulkSender sender =
                        BulkSender.builder(held.session()).lanes(1).queue(1).build()) {
            var first = sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            Thread[] thread = new Thread[1];
            CompletableFuture<Void> submitting = elsewhere(() -> sender.submit(held.message("b@rcv.example")), thread);
            awaitWaiting(thread[0]);
            thread[0].interrupt();
            assertThatThrownBy(() -> soon(submitting)).hasCauseInstanceOf(InterruptedException.class);
            held.release();
            assertThat(outcome(first)).isEqualTo(Outcome.DELIVERED);
            assertThat(outcome(sender.submit(held.message("c@rcv.example")))).isEqualTo(Outcome.DELIVERED);
            assertThat(held.server().accepted())
                    .extracting(accepted -> accepted.recipient())
                    .containsExactly("a@rcv.example", "c@rcv.example");
        }
    }

    @Test
    void anInterruptedSendAllLeavesWhatItHasSubmittedOnItsWay() throws Exception {
        try (HeldServer held = held()) {
            try (BulkSender sender = BulkSender.builder(held.session()).build()) {
                Iterator<MimeMessage> two = List.of(held.message("a@rcv.example"), held.message("b@rcv.example"))
                        .iterator();
                Thread[] thread = new Thread[1];
                CompletableFuture<Void> sending = elsewhere(() -> sender.sendAll(two), thread);
                held.awaitQuestion();
                awaitWaiting(thread[0]);
                thread[0].interrupt();
                assertThatThrownBy(() -> soon(sending)).hasCauseInstanceOf(InterruptedException.class);
                held.release();
                assertThat(outcome(sender.submit(held.message("c@rcv.example"))))
                        .isEqualTo(Outcome.DELIVERED);
            }
            assertThat(held.server()
                            .acceptedCount(held.server().accepted().get(0).messageId(), "a@rcv.example"))
                    .isEqualTo(1);
        }
    }

    @Test
    void nobodyWaitsForLanesThatAnExecutorHasDropped() throws Exception {
        try (HeldServer held = held()) {
            BulkSender sender =
                    BulkSender.builder(held.session()).executor(task -> {}).build();
            var dropped = sender.submit(held.message("a@rcv.example"));
            soon(elsewhere(sender::close, new Thread[1]));
            assertThat(outcome(dropped)).isEqualTo(Outcome.DEFERRED);
        }
    }

    @Test
    void anExecutorThatIsShutDownDefersWhatWaits() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (HeldServer held = held();
                BulkSender sender = BulkSender.builder(held.session())
                        .lanes(1)
                        .executor(executor)
                        .build()) {
            var inFlight = sender.submit(held.message("a@rcv.example"));
            held.awaitQuestion();
            var waiting = sender.submit(held.message("b@rcv.example"));
            executor.shutdownNow();
            assertThat(outcome(waiting)).isEqualTo(Outcome.DEFERRED);
            held.release();
            assertThat(outcome(inFlight)).isEqualTo(Outcome.DELIVERED);
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void anExecutorOfTheCallersRunsTheLanesAndIsNotShutDown() throws Exception {
        CountDownLatch used = new CountDownLatch(1);
        ExecutorService executor = Executors.newCachedThreadPool(task -> {
            used.countDown();
            return new Thread(task);
        });
        sendAHundredOn(executor);
        assertThat(used.getCount()).isZero();
        assertThat(executor.isShutdown()).isFalse();
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void virtualThreadsRunTheLanes() throws Exception {
        assumeTrue(Runtime.version().feature() >= 21, "this Java has no virtual threads");
        ExecutorService executor = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        sendAHundredOn(executor);
        executor.shutdown();
        assertThat(executor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private static void sendAHundredOn(ExecutorService executor) throws Exception {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            List<MimeMessage> messages = new ArrayList<>();
            for (int i : IntStream.range(0, 100).toArray()) {
                messages.add(mail.message("r" + i + "@d" + i % 7 + ".example"));
            }
            try (BulkSender sender = BulkSender.builder(mail.session())
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .executor(executor)
                    .build()) {
                BulkReport report = sender.sendAll(messages.iterator());
                assertThat(report.count(Outcome.DELIVERED)).isEqualTo(100);
            }
            assertThat(server.acceptedCount()).isEqualTo(100);
        }
    }
}

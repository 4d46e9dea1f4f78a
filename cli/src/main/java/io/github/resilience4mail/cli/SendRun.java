/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sends the messages of a draft and prints how it ends for each recipient as soon as that is known. An interrupt ends
 * it in good order: what is in flight ends, the rest is deferred. It keeps only what is on its way.
 */
final class SendRun implements DeliveryListener {

    /** What somebody who has pressed Ctrl-C can be asked to wait for. */
    private static final Duration PATIENCE_AFTER_INTERRUPT = Duration.ofSeconds(30);

    /** Everything has its outcome; what is left is a farewell. */
    private static final Duration PATIENCE_AT_THE_END = Duration.ofSeconds(5);

    private final Draft draft;
    private final Session session;
    private final Console console;
    private final SendPrinter printer;
    private final Timekeeper timekeeper;
    private final InstantSource clock;
    private final SendTally tally = new SendTally();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Who has no outcome yet, by Message-ID. */
    private final Map<String, Set<String>> open = new LinkedHashMap<>();

    private boolean closed;

    SendRun(Draft draft, Session session, Console console, SendPrinter printer, Timekeeper timekeeper) {
        this.draft = draft;
        this.session = session;
        this.console = console;
        this.printer = printer;
        this.timekeeper = timekeeper;
        this.clock = timekeeper.anchored();
    }

    /**
     * Sends.
     *
     * @param builder of the sender, but for the listener
     * @return the exit code
     */
    int run(BulkSender.Builder builder) {
        Instant start = clock.instant();
        BulkSender sender = builder.listener(this).build();
        int number = 1;
        Duration patience = PATIENCE_AT_THE_END;
        try {
            while (number <= draft.count()) {
                submit(sender, number);
                number++;
            }
            awaitAll();
        } catch (InterruptedException e) {
            patience = PATIENCE_AFTER_INTERRUPT;
        }
        close(sender, patience);
        endUnfinished();
        while (number <= draft.count()) {
            endUntried(number++);
        }
        print(printer.summary(tally, sender.connections(), Duration.between(start, clock.instant())));
        return tally.exitCode();
    }

    private void submit(BulkSender sender, int number) throws InterruptedException {
        String messageId = draft.messageId(number);
        InternetAddress[] recipients = draft.recipients(number);
        begin(messageId, recipients);
        CompletableFuture<DeliveryReport> future;
        try {
            future = sender.submit(draft.message(session, number, timekeeper.now()), recipients);
        } catch (InterruptedException e) {
            forget(messageId);
            throw e;
        } catch (MessagingException e) {
            throw new IllegalStateException("a message that was checked cannot be sent: " + e.getMessage(), e);
        }
        CompletableFuture<DeliveryReport> unused = future.whenComplete((report, failure) -> ended(messageId, failure));
    }

    private void begin(String messageId, InternetAddress[] recipients) {
        lock.lock();
        try {
            Set<String> addresses = new LinkedHashSet<>();
            Arrays.stream(recipients).map(InternetAddress::getAddress).forEach(addresses::add);
            open.put(messageId, addresses);
        } finally {
            lock.unlock();
        }
    }

    private void forget(String messageId) {
        lock.lock();
        try {
            open.remove(messageId);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof RecipientSettled settled) {
            settled(settled.messageId(), settled.recipient());
        }
    }

    private void settled(String messageId, RecipientReport recipient) {
        lock.lock();
        try {
            Set<String> waiting = open.get(messageId);
            if (waiting != null && waiting.remove(recipient.recipient())) {
                end(Ending.of(messageId, recipient));
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(String messageId, @Nullable Throwable failure) {
        lock.lock();
        try {
            if (failure != null) {
                console.err().println("this is a fault of the program itself: " + failure);
                endUnfinished(messageId);
            }
            open.remove(messageId);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitAll() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!open.isEmpty()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the sender, which may take as long as the server does, and waits no longer than is reasonable. */
    private void close(BulkSender sender, Duration patience) {
        Thread closing = new Thread(() -> closeNow(sender), "resilience4mail-closing");
        closing.setDaemon(true);
        closing.start();
        Instant end = clock.instant().plus(patience);
        lock.lock();
        try {
            Duration left = patience;
            // what the closing has ended may just be on its way here, in another thread
            while (!(closed && open.isEmpty()) && !left.isNegative() && !left.isZero()) {
                timekeeper.await(changed, left);
                left = Duration.between(clock.instant(), end);
            }
        } catch (InterruptedException e) {
            // the second one: no more patience, but the end is near anyway
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void closeNow(BulkSender sender) {
        sender.close();
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What is still in flight when there is no more time: nobody will know how it ends. */
    private void endUnfinished() {
        lock.lock();
        try {
            Set.copyOf(open.keySet()).forEach(this::endUnfinished);
            open.clear();
        } finally {
            lock.unlock();
        }
    }

    private void endUnfinished(String messageId) {
        open.getOrDefault(messageId, Set.of()).forEach(r -> end(Ending.unfinished(messageId, r)));
        open.remove(messageId);
    }

    /** What was never begun. */
    private void endUntried(int number) {
        String messageId = draft.messageId(number);
        for (InternetAddress recipient : draft.recipients(number)) {
            end(Ending.untried(messageId, recipient.getAddress(), timekeeper.now()));
        }
    }

    private void end(Ending ending) {
        tally.add(ending);
        print(printer.ending(ending));
    }

    private void print(String line) {
        console.printLine(line);
        console.flush();
    }
}

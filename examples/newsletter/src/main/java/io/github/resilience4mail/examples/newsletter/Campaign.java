/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.throttle.LaneSnapshot;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends one issue to everybody: all that a program needs of the library. */
final class Campaign implements Sending {

    /** Long enough for greylists and quotas; a mailbox that is still full then is a matter for tomorrow. */
    static final Duration DEADLINE = Duration.ofHours(2);

    private final AttemptCounter counter = new AttemptCounter();
    private final CompletableFuture<Boolean> allEnded = new CompletableFuture<>();
    private final Timekeeper timekeeper;
    private final BulkSender sender;

    /**
     * @param session names the server
     * @param lanes how many connections a domain gets at the most
     * @param onUnknown what to do about those of whom nobody can say whether they were accepted
     * @param listener is told of everything
     */
    Campaign(Session session, int lanes, OnUnknown onUnknown, DeliveryListener listener, Timekeeper timekeeper) {
        this.timekeeper = timekeeper;
        sender = BulkSender.builder(session)
                .policy(MailRetryPolicy.builder()
                        .deadline(DEADLINE)
                        .onUnknown(onUnknown)
                        .build())
                .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                .lanes(lanes)
                .listener(event -> tell(listener, event))
                .build();
    }

    private void tell(DeliveryListener listener, DeliveryEvent event) {
        listener.on(event);
        counter.on(event);
    }

    @Override
    public Map<String, LaneFigures> lanes() {
        Map<String, LaneFigures> figures = counter.read();
        Instant now = timekeeper.now();
        for (LaneSnapshot snapshot : sender.destinations()) {
            figures.merge(snapshot.destination(), LaneFigures.of(snapshot, now), LaneFigures::plus);
        }
        return figures;
    }

    @Override
    public void send(Issue issue, Plan plan, Consumer<Ending> outcomes)
            throws MessagingException, InterruptedException {
        List<Letter> letters = plan.letters();
        AtomicInteger open = new AtomicInteger(letters.size());
        for (Letter letter : letters) {
            if (allEnded.isDone()) {
                break;
            }
            await(letter.due());
            // waits while there are many messages on their way already, so few are in memory at a time
            var unused = sender.submit(issue.messageTo(letter.subscriber(), letter.number()))
                    .whenComplete((report, thrown) -> end(open, plan.doubtful(letter), report, thrown, outcomes));
        }
        if (letters.isEmpty()) {
            allEnded.complete(true);
        }
        try {
            boolean unused = allEnded.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the sender itself has failed: " + e.getCause(), e.getCause());
        }
    }

    private void await(Instant due) throws InterruptedException {
        Instant now = timekeeper.now();
        if (due.isAfter(now)) {
            timekeeper.sleep(Duration.between(now, due));
        }
    }

    private void end(
            AtomicInteger open,
            boolean doubtful,
            @Nullable DeliveryReport report,
            @Nullable Throwable thrown,
            Consumer<Ending> outcomes) {
        if (report == null) {
            allEnded.completeExceptionally(thrown == null ? new IllegalStateException("no report") : thrown);
            return;
        }
        report.recipients().forEach(recipient -> outcomes.accept(Ending.of(report.messageId(), recipient, doubtful)));
        if (open.decrementAndGet() == 0) {
            allEnded.complete(true);
        }
    }

    /** Begins nothing more; what waits is reported deferred when it is closed. */
    void stop() {
        allEnded.complete(false);
    }

    @Override
    public int connections() {
        return sender.connections();
    }

    @Override
    public void close() {
        sender.close();
    }
}

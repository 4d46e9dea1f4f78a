/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Delivery;
import io.github.resilience4mail.engine.DeliveryEngine;
import io.github.resilience4mail.engine.DeliveryReport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One message in a bulk sender. At any time one thread at most works on it. */
final class BulkJob {

    private final DeliveryEngine engine;
    private final TransportSettings settings;
    private final MimeMessage message;
    private final Envelope envelope;
    private final String messageId;
    private final CompletableFuture<DeliveryReport> future = new CompletableFuture<>();
    private @Nullable Delivery delivery;
    private @Nullable Instant greylistedAt;
    private boolean scout;

    BulkJob(DeliveryEngine engine, TransportSettings settings, MimeMessage message, Envelope envelope) {
        this.engine = engine;
        this.settings = settings;
        this.message = message;
        this.envelope = envelope;
        this.messageId = MessageIds.ensure(message);
    }

    CompletableFuture<DeliveryReport> future() {
        return future;
    }

    /** The future, which says so if whoever has it does not want the message any more. */
    CompletableFuture<DeliveryReport> whenCancelled(Consumer<BulkJob> action) {
        CompletableFuture<DeliveryReport> unused = future.whenComplete((report, failure) -> {
            if (isCancelled()) {
                action.accept(this);
            }
        });
        return future;
    }

    /** Whether whoever has its future does not want it any more. */
    boolean isCancelled() {
        return future.isCancelled();
    }

    List<String> recipients() {
        return envelope.recipients();
    }

    /** Begun when it is first looked at, because its deadline should not pass while it waits in line for the first time. */
    private Delivery delivery(Delivery.PartialSending partialSending) {
        Delivery begun = delivery;
        if (begun == null) {
            begun = engine.begin(messageId, recipients(), partialSending, Delivery.Pacing.BY_HOST);
            delivery = begun;
        }
        return begun;
    }

    private Delivery delivery() {
        return delivery(Delivery.PartialSending.ALLOWED);
    }

    /**
     * Makes one attempt, and returns what it brought.
     *
     * @param whenConnected told when a connection for it was made
     * @param follower gives the job that comes next, or null; asked when this one's message has been written
     */
    Collection<AttemptResult> attempt(
            RetryingSmtpTransport transport, Runnable whenConnected, Supplier<@Nullable BulkJob> follower) {
        MessageTransmission transmission =
                new MessageTransmission(transport, settings, message, messageId, envelope, whenConnected);
        Delivery begun = delivery(transmission.partialSending());
        transport.followedBy(() -> {
            BulkJob next = follower.get();
            return next == null ? null : next.ahead(transport);
        });
        try {
            Map<String, AttemptResult> results = engine.attempt(begun, transmission);
            return results.values();
        } finally {
            transport.followedBy(null);
        }
    }

    /** What can be sent before its turn has come; null if it is not certain what that will be. */
    private PipeliningSmtpTransport.@Nullable NextMessage ahead(RetryingSmtpTransport transport) {
        if (delivery != null || isCancelled()) {
            return null;
        }
        InternetAddress[] to = envelope.onTheWire(recipients(), transport.writesUtf8());
        return to.length == recipients().size() ? new PipeliningSmtpTransport.NextMessage(message, List.of(to)) : null;
    }

    /** One of its recipients, at least, was greylisted; when that happened first is what counts. One goes ahead. */
    void greylisted(Instant now, boolean goesAhead) {
        if (greylistedAt == null) {
            greylistedAt = now;
            scout = goesAhead;
        }
    }

    boolean isGreylisted() {
        return greylistedAt != null;
    }

    /** How long ago it was greylisted first; empty if it was not. */
    Optional<Duration> greylistedFor(Instant now) {
        return Optional.ofNullable(greylistedAt).map(at -> Duration.between(at, now));
    }

    /** When it should be let in, if the greylist takes so long; but not before somebody is due. */
    Instant greylistEnd(Duration delay) {
        Instant end = greylistedAt == null ? Instant.MIN : greylistedAt.plus(delay);
        return delivery().nextAttemptAt().filter(end::isBefore).orElse(end);
    }

    /** Whether it should, and can, wait that long for the end of the greylisting. */
    boolean mayWait(Duration greylistDelay) {
        return !scout && !greylistEnd(greylistDelay).isAfter(delivery().deadline());
    }

    boolean isFinished() {
        return delivery().isFinished();
    }

    boolean isOverdue() {
        return delivery != null && delivery.isOverdue();
    }

    /** When somebody is due again. */
    Duration untilNextAttempt() {
        return delivery().untilNextAttempt();
    }

    DeliveryReport finish() {
        return engine.finish(delivery());
    }

    DeliveryReport abandon(Instant notBefore) {
        return engine.abandon(delivery(), notBefore);
    }

    DeliveryReport abandon(Destination.Pause pause) {
        return engine.abandon(delivery(), pause.until(), pause.why());
    }

    /** Whether it has been looked at. */
    boolean hasBegun() {
        return delivery != null;
    }

    /** Until when it may wait, if it waits from now on. */
    Instant deadline(Instant now) {
        return delivery == null ? now.plus(engine.policy().deadline()) : delivery.deadline();
    }

    DeliveryReport refuse(AttemptResult result) {
        return engine.refuse(delivery(), result);
    }
}

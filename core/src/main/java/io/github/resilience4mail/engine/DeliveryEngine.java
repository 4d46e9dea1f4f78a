/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.engine.Delivery.Pacing;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptBegun;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.DeliveryEnded;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryEvent.RetryPlanned;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs attempts under a policy, for one destination. The waiting goes through the {@link Timekeeper}, the counting
 * through a resilience4j {@link io.github.resilience4j.retry.Retry} of the given name. Thread-safe.
 */
public final class DeliveryEngine {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);

    private final MailRetryPolicy policy;
    private final Timekeeper timekeeper;
    private final MailRetry retry;
    private final DeliveryListeners listeners;

    /**
     * An engine to which nobody listens.
     *
     * @param policy when to try again
     * @param timekeeper how to wait
     * @param registry where resilience4j's users look for the retry
     * @param name the retry's name there
     */
    public DeliveryEngine(MailRetryPolicy policy, Timekeeper timekeeper, RetryRegistry registry, String name) {
        this(policy, timekeeper, registry, name, new DeliveryListeners());
    }

    /**
     * An engine.
     *
     * @param policy when to try again
     * @param timekeeper how to wait
     * @param registry where resilience4j's users look for the retry
     * @param name the retry's name there
     * @param listeners who is told of what happens
     */
    public DeliveryEngine(
            MailRetryPolicy policy,
            Timekeeper timekeeper,
            RetryRegistry registry,
            String name,
            DeliveryListeners listeners) {
        this.policy = policy;
        this.timekeeper = timekeeper;
        this.retry = MailRetry.in(registry, name);
        this.listeners = listeners;
    }

    /** {@return when it tries again} */
    public MailRetryPolicy policy() {
        return policy;
    }

    MailRetry retry() {
        return retry;
    }

    /**
     * Begins a delivery whose deadline starts now.
     *
     * @param messageId the Message-ID in its brackets, or empty
     * @param recipients whom to; at least one, repeated ones count once
     * @param partialSending whether one refusal keeps the message from all
     * @param pacing who slows down for a throttled destination
     * @return a delivery of which everybody is due
     * @throws IllegalArgumentException without recipients
     */
    public Delivery begin(
            String messageId, Collection<String> recipients, PartialSending partialSending, Pacing pacing) {
        return begin(new Delivery.Request(messageId, recipients, partialSending, pacing), policy.deadline());
    }

    /**
     * Begins a delivery for a caller that waits.
     *
     * @param messageId the Message-ID in its brackets, or empty
     * @param recipients whom to; at least one, repeated ones count once
     * @param partialSending whether one refusal keeps the message from all
     * @param timeLeft what is left of the caller's deadline; zero or less means a single attempt
     * @return a delivery of which everybody is due
     * @throws IllegalArgumentException without recipients
     */
    public Delivery begin(
            String messageId, Collection<String> recipients, PartialSending partialSending, Duration timeLeft) {
        return begin(new Delivery.Request(messageId, recipients, partialSending, Pacing.BY_POLICY), timeLeft);
    }

    private Delivery begin(Delivery.Request request, Duration timeLeft) {
        InstantSource clock = timekeeper.anchored();
        return new Delivery(this, request, clock, clock.instant().plus(timeLeft));
    }

    /**
     * Makes one attempt for all who are due.
     *
     * @param delivery begun by this engine; somebody is due
     * @param transmission how to send
     * @return what it brought, by recipient
     */
    public Map<String, AttemptResult> attempt(Delivery delivery, Transmission transmission) {
        Instant startedAt = timekeeper.now();
        List<String> due = delivery.due();
        listeners.tell(() -> new AttemptBegun(retry.getName(), startedAt, delivery.messageId(), due));
        Map<String, AttemptResult> results = transmission.attempt(due);
        delivery.record(results, startedAt, timekeeper.random());
        if (!listeners.isEmpty()) {
            tell(delivery, startedAt, results);
        }
        return results;
    }

    private void tell(Delivery delivery, Instant startedAt, Map<String, AttemptResult> results) {
        String id = delivery.messageId();
        Instant now = timekeeper.now();
        listeners.on(new AttemptEnded(retry.getName(), now, id, Duration.between(startedAt, now), results));
        tellSettled(delivery);
        delivery.nextAttemptAt().ifPresent(at -> listeners.on(new RetryPlanned(retry.getName(), now, id, at)));
    }

    private void tellSettled(Delivery delivery) {
        Instant now = timekeeper.now();
        for (RecipientReport recipient : delivery.takeSettled()) {
            listeners.on(new RecipientSettled(retry.getName(), now, delivery.messageId(), recipient));
        }
    }

    /**
     * Ends a delivery without an attempt, because of something that concerns it too: an account that was refused, say.
     *
     * @param delivery begun by this engine
     * @param result what everybody who is open gets
     * @return the report
     */
    public DeliveryReport refuse(Delivery delivery, AttemptResult result) {
        delivery.refuse(result);
        return finish(delivery);
    }

    /**
     * Ends a delivery early, and reports it: who is open becomes DEFERRED, or UNKNOWN if an attempt may have been
     * accepted.
     *
     * @param delivery begun by this engine
     * @param notBefore the earliest instant at which another attempt may make sense
     * @return the report
     */
    public DeliveryReport abandon(Delivery delivery, Instant notBefore) {
        return abandon(delivery, notBefore, null);
    }

    /**
     * The same, because of what an attempt with another message has brought.
     *
     * @param delivery begun by this engine
     * @param notBefore the earliest instant at which another attempt may make sense
     * @param why what those get as their last result who have had no attempt; or null
     * @return the report
     */
    public DeliveryReport abandon(Delivery delivery, Instant notBefore, @Nullable AttemptResult why) {
        delivery.abandon(notBefore, why);
        return finish(delivery);
    }

    /**
     * Delivers, waiting between the attempts until every recipient has its outcome. An interrupt ends the waiting: the
     * thread's flag is set again and whoever is open is deferred.
     *
     * @param delivery begun by this engine
     * @param transmission how to send
     * @return the report
     */
    public DeliveryReport run(Delivery delivery, Transmission transmission) {
        while (!delivery.isFinished()) {
            Duration wait = delivery.untilNextAttempt();
            if (!wait.isZero()) {
                transmission.beforeWait(wait);
                try {
                    timekeeper.sleep(wait);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return abandon(delivery, timekeeper.now());
                }
            }
            if (!delivery.due().isEmpty()) {
                Map<String, AttemptResult> unused = attempt(delivery, transmission);
            }
        }
        return finish(delivery);
    }

    /**
     * Closes a delivery in which every recipient has an outcome, and logs what a person on call should know: once, and
     * nothing for a success.
     *
     * @param delivery begun by this engine
     * @return the report
     */
    public DeliveryReport finish(Delivery delivery) {
        DeliveryReport report = delivery.report();
        if (!report.isDelivered()) {
            LOG.warn("{}", new FailureSummary(report, Locale.ENGLISH));
        }
        if (!listeners.isEmpty()) {
            tellSettled(delivery);
            listeners.on(new DeliveryEnded(retry.getName(), timekeeper.now(), report));
        }
        return report;
    }
}

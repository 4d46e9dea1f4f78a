/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryEngine;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.DeliveryListeners;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.throttle.LaneSnapshot;
import io.github.resilience4mail.throttle.ProviderProfile;
import io.github.resilience4mail.throttle.ProviderProfiles;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends many messages over a few connections that it keeps, as fast as each destination allows: a destination that
 * refuses gets fewer lanes or a pause, the others do not notice.
 *
 * <p>Every message ends in a report; what was throttled keeps its place and loses no attempt. Server and account come
 * from the session, as for {@code Transport.send}. Thread-safe.
 */
public final class BulkSender implements AutoCloseable {

    private final Session session;
    private final TransportSettings settings;
    private final ThrottleKey throttleKey;
    private final String account;
    private final BulkScheduler scheduler;
    private final DeliveryEngine engine;
    private final @Nullable ExecutorService ownExecutor;

    private BulkSender(Builder builder) {
        session = builder.session;
        SessionServer server = SessionServer.of(session);
        TransportSettings sessionSettings = TransportSettings.of(session.getProperties(), server.protocol());
        MailRetryPolicy policy = builder.policy;
        settings = policy == null ? sessionSettings.withDeadline(Builder.DEADLINE) : sessionSettings.with(policy);
        throttleKey = builder.throttleKey;
        account = server.address();
        Timekeeper timekeeper = settings.runtime().timekeeper();
        engine = new DeliveryEngine(
                settings.policy(),
                timekeeper,
                settings.runtime().registry(),
                "mail-bulk-" + account,
                new DeliveryListeners(settings.listeners(), builder.listener));
        Executor executor = builder.executor;
        if (executor == null) {
            ExecutorService own = newExecutor();
            ownExecutor = own;
            executor = own;
        } else {
            ownExecutor = null;
        }
        scheduler = new BulkScheduler(
                builder.schedulerSettings(settings), timekeeper, executor, () -> RetryingSmtpTransport.of(session));
    }

    private static ExecutorService newExecutor() {
        AtomicInteger number = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "resilience4mail-lane-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts to set one up.
     *
     * @param session names server and account, and may hold {@code mail.smtp.retry.*}
     * @return a builder
     */
    public static Builder builder(Session session) {
        return new Builder(session);
    }

    /**
     * Takes a message in. It may be changed again only when its future is complete.
     *
     * <p>Cancelling the future takes the message out; an attempt that has begun ends, and is the last one. A listener is
     * told of its recipients then: DEFERRED, unless an attempt has brought something else.
     *
     * @param message to send
     * @param recipients whom to; none means those named in its headers
     * @return completed with the report when every recipient has an outcome; never exceptionally for a reason of mail
     * @throws MessagingException if an address cannot be sent to at all, before anything is sent
     * @throws InterruptedException if the thread is interrupted while it waits for a place in the queue
     * @throws IllegalStateException if the sender is closed
     */
    public CompletableFuture<DeliveryReport> submit(MimeMessage message, Address... recipients)
            throws MessagingException, InterruptedException {
        Envelope envelope = Envelope.of(recipients.length == 0 ? message.getAllRecipients() : recipients);
        BulkJob job = new BulkJob(engine, settings, message, envelope);
        scheduler.submit(throttleKey.keyOf(job.recipients(), account), job);
        return job.whenCancelled(scheduler::cancel);
    }

    /**
     * Sends all messages to the recipients in their headers, and waits until the last one has ended. The iterator is
     * asked for the next message only when there is room for it.
     *
     * @param messages to send
     * @return the sum of it
     * @throws MessagingException if an address cannot be sent to at all; what was submitted before goes on
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public BulkReport sendAll(Iterator<? extends MimeMessage> messages)
            throws MessagingException, InterruptedException {
        InstantSource clock = settings.runtime().timekeeper().anchored();
        Instant start = clock.instant();
        BulkReport.Collector collector = new BulkReport.Collector();
        // one for each message that has not ended, and one for the loop itself
        AtomicLong open = new AtomicLong(1);
        CompletableFuture<Boolean> allEnded = new CompletableFuture<>();
        while (messages.hasNext()) {
            CompletableFuture<DeliveryReport> future = submit(messages.next());
            open.incrementAndGet();
            CompletableFuture<DeliveryReport> unused = future.whenComplete((report, failure) -> {
                if (report != null) {
                    collector.add(report);
                }
                ended(open, allEnded);
            });
        }
        ended(open, allEnded);
        awaitAll(allEnded);
        return collector.report(scheduler.connections(), Duration.between(start, clock.instant()));
    }

    private static void ended(AtomicLong open, CompletableFuture<Boolean> allEnded) {
        if (open.decrementAndGet() == 0) {
            allEnded.complete(true);
        }
    }

    private static void awaitAll(CompletableFuture<Boolean> allEnded) throws InterruptedException {
        try {
            boolean unused = allEnded.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody completes it exceptionally", e);
        }
    }

    /** {@return how many connections were made, refused ones included} */
    public int connections() {
        return scheduler.connections();
    }

    /**
     * How each destination stands, for a display or a meter: lanes, pace, pause. Destinations are called by the domain
     * of their recipients, or, where the account is the destination, by server and port.
     *
     * @return one for each destination of which something is known, also when nothing waits for it any more
     */
    public List<LaneSnapshot> destinations() {
        return scheduler.snapshots();
    }

    /** Ends in good order: what is in flight ends, what still waits is reported DEFERRED. */
    @Override
    public void close() {
        scheduler.close();
        if (ownExecutor != null) {
            ownExecutor.shutdown();
        }
    }

    /** Sets up a bulk sender. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEADLINE = Duration.ofHours(1);

        private final Session session;
        private @Nullable MailRetryPolicy policy;
        private ThrottleKey throttleKey = ThrottleKey.ACCOUNT;
        private final List<Consumer<LaneSettings.Builder>> limits = new ArrayList<>();
        private boolean providerProfile = true;
        private int lanesInAll = 64;
        private Duration idle = Duration.ofSeconds(5);
        private int queue = 1_000;
        private @Nullable Executor executor;
        private DeliveryListener listener = new DeliveryListeners();

        private Builder(Session session) {
            this.session = session;
        }

        /**
         * Sets when to try again; its deadline counts for each message from its first attempt on. Where a destination
         * has refused everything for that long, those who have not been tried are deferred too.
         *
         * @param value default: the session's, with a deadline of one hour
         * @return this builder
         */
        public Builder policy(MailRetryPolicy value) {
            policy = value;
            return this;
        }

        /**
         * Sets what slows down as one.
         *
         * @param value default {@link ThrottleKey#ACCOUNT}
         * @return this builder
         */
        public Builder throttleBy(ThrottleKey value) {
            throttleKey = value;
            return this;
        }

        /**
         * Sets how many lanes, that is connections at once, a destination may have at the most.
         *
         * @param value 1 or more, default what the provider is known to bear, else 8
         * @return this builder
         */
        public Builder lanes(int value) {
            return limit(positive("lanes", value), LaneSettings.Builder::maxLanes);
        }

        /**
         * Sets how many lanes there may be for all destinations together.
         *
         * @param value 1 or more, default 64
         * @return this builder
         */
        public Builder lanesInAll(int value) {
            lanesInAll = positive("lanesInAll", value);
            return this;
        }

        /**
         * Sets after how many messages a connection is replaced: servers count them too.
         *
         * @param value 1 or more, default 100
         * @return this builder
         */
        public Builder messagesPerConnection(int value) {
            return limit(positive("messagesPerConnection", value), LaneSettings.Builder::messagesPerConnection);
        }

        /**
         * Sets how many messages may begin in any second, to each destination.
         *
         * @param value 1 or more, default no limit but what the server is found to bear
         * @return this builder
         */
        public Builder messagesPerSecond(int value) {
            return limit(positive("messagesPerSecond", value), LaneSettings.Builder::messagesPerSecond);
        }

        /**
         * Sets how many messages may begin in any minute, to each destination.
         *
         * @param value 1 or more, default no limit but what the server is found to bear
         * @return this builder
         */
        public Builder messagesPerMinute(int value) {
            return limit(positive("messagesPerMinute", value), LaneSettings.Builder::messagesPerMinute);
        }

        /**
         * Sets how many messages may begin in any 24 hours, to each destination.
         *
         * @param value 1 or more, default no limit but what the server is found to bear
         * @return this builder
         */
        public Builder messagesPerDay(int value) {
            return limit(positive("messagesPerDay", value), LaneSettings.Builder::messagesPerDay);
        }

        /**
         * Sets whether a destination that refuses is sent less at a time. Without, only the limits set here hold.
         *
         * @param value default the session's {@code mail.smtp.retry.throttle}, which is on
         * @return this builder
         */
        public Builder throttle(boolean value) {
            limits.add(settings -> settings.throttle(value));
            return this;
        }

        /**
         * Sets how long a connection is kept without work.
         *
         * @param value default 5 seconds; servers drop an idle client after 10 seconds or more
         * @return this builder
         */
        public Builder idle(Duration value) {
            idle = value;
            return this;
        }

        /**
         * Sets how many messages may wait before {@link BulkSender#submit} does. Those that nobody could send now, because
         * their destination wants to be left alone or their time has not come, do not count until there are ten times
         * as many in all.
         *
         * @param value 1 or more, default 1,000
         * @return this builder
         */
        public Builder queue(int value) {
            queue = positive("queue", value);
            return this;
        }

        /**
         * Sets what runs the lanes, for example virtual threads. It must be able to run all lanes and one task more at
         * the same time, and is not shut down.
         *
         * @param value default: daemon threads of its own
         * @return this builder
         */
        public Builder executor(Executor value) {
            executor = value;
            return this;
        }

        /**
         * Sets who is told of what happens, beside those of the session and its runtime; for example of each recipient
         * as soon as its outcome is final. The future of a message is completed when all of its recipients have theirs.
         *
         * @param value default: nobody
         * @return this builder
         */
        public Builder listener(DeliveryListener value) {
            listener = value;
            return this;
        }

        /**
         * Sets whether the limits that the server's provider publishes are kept, where nothing else is set here.
         *
         * @param value default true
         * @return this builder
         */
        public Builder providerProfile(boolean value) {
            providerProfile = value;
            return this;
        }

        private Builder limit(int value, ObjIntConsumer<LaneSettings.Builder> setter) {
            limits.add(settings -> setter.accept(settings, value));
            return this;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is 1 or more, not " + value);
            }
            return value;
        }

        /** What is set here, and else what the session says and the provider publishes. */
        LaneSettings limits(TransportSettings ofSession) {
            Optional<ProviderProfile> profile = providerProfile
                    ? ProviderProfiles.standard()
                            .forHost(SessionServer.of(session).host())
                    : Optional.empty();
            LaneSettings.Builder settings =
                    profile.map(p -> p.limits().toBuilder()).orElseGet(LaneSettings::builder);
            settings.throttle(ofSession.throttle());
            limits.forEach(limit -> limit.accept(settings));
            return settings.build();
        }

        private BulkSettings schedulerSettings(TransportSettings settled) {
            MailRetryPolicy retry = settled.policy();
            LaneSettings limited = limits(settled);
            LaneSettings all = limited.toBuilder()
                    .maxLanes(Math.min(limited.maxLanes(), lanesInAll))
                    .longestHint(retry.maxHint())
                    .longestPause(retry.maxDelay())
                    .build();
            return new BulkSettings(new Destination.Bounds(all, retry.deadline()), lanesInAll, idle, queue);
        }

        /**
         * Makes the sender; its lanes open when there is work.
         *
         * @return the sender
         * @throws IllegalArgumentException if the session's {@code mail.smtp.retry.*} cannot be understood
         */
        public BulkSender build() {
            return new BulkSender(this);
        }
    }
}

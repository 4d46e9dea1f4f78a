/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.outbox.OutboxDepth;
import io.github.resilience4mail.outbox.OutboxEvent;
import io.github.resilience4mail.outbox.OutboxException;
import io.github.resilience4mail.outbox.OutboxListener;
import io.github.resilience4mail.outbox.OutboxRecipient;
import io.github.resilience4mail.outbox.OutboxState;
import io.github.resilience4mail.time.Timekeeper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is in the outbox, as the database says, for all applications on it together; and how fast this one settles it. The
 * database is asked every ten seconds at most, and only if somebody reads a gauge.
 */
final class OutboxMeters implements MeterBinder, OutboxListener {

    private static final String PREFIX = MailMeters.PREFIX + "outbox.";
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int MOST_DESTINATIONS = 100;

    private final Supplier<List<OutboxDepth>> source;
    private final Timekeeper timekeeper;
    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final List<MultiGauge> byDestination = new CopyOnWriteArrayList<>();
    private @Nullable List<OutboxDepth> depths;
    private @Nullable Instant askedAt;

    /**
     * Makes them.
     *
     * @param source asks the database how many recipients have no outcome yet
     * @param timekeeper the clock
     */
    OutboxMeters(Supplier<List<OutboxDepth>> source, Timekeeper timekeeper) {
        this.source = source;
        this.timekeeper = timekeeper;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        for (OutboxState state : OutboxState.values()) {
            if (state.isSettled()) {
                continue;
            }
            Gauge.builder(PREFIX + "depth", () -> depth(state))
                    .description("Recipients in the outbox that have no outcome yet.")
                    .tags(Tags.of("state", tag(state)))
                    .register(registry);
            TimeGauge.builder(PREFIX + "oldest", () -> oldest(state), TimeUnit.SECONDS)
                    .description("For how long the oldest of them has been in the outbox.")
                    .tags(Tags.of("state", tag(state)))
                    .register(registry);
        }
        byDestination.add(MultiGauge.builder(PREFIX + "destination.depth")
                .description("The same of the hundred destinations with the most of them.")
                .register(registry));
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private double depth(OutboxState state) {
        List<OutboxDepth> known = depths();
        return known == null
                ? Double.NaN
                : known.stream()
                        .filter(depth -> depth.state() == state)
                        .mapToLong(OutboxDepth::recipients)
                        .sum();
    }

    private double oldest(OutboxState state) {
        List<OutboxDepth> known = depths();
        Instant now = timekeeper.now();
        return known == null
                ? Double.NaN
                : known.stream()
                        .filter(depth -> depth.state() == state)
                        .mapToDouble(depth -> depth.age(now).toMillis() / 1000.0)
                        .max()
                        .orElse(0);
    }

    /** Null while the database does not answer. */
    private synchronized @Nullable List<OutboxDepth> depths() {
        Instant now = timekeeper.now();
        if (askedAt == null || !askedAt.plus(FRESH).isAfter(now)) {
            askedAt = now;
            depths = ask();
            List<MultiGauge.Row<?>> rows = rows(depths);
            byDestination.forEach(gauge -> gauge.register(rows, true));
        }
        return depths;
    }

    private @Nullable List<OutboxDepth> ask() {
        try {
            return source.get();
        } catch (OutboxException e) {
            return null;
        }
    }

    private static List<MultiGauge.Row<?>> rows(@Nullable List<OutboxDepth> depths) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        if (depths != null) {
            depths.stream()
                    .sorted(Comparator.comparingLong(OutboxDepth::recipients).reversed())
                    .limit(MOST_DESTINATIONS)
                    .forEach(depth -> rows.add(MultiGauge.Row.of(
                            Tags.of("destination", depth.destination(), "state", tag(depth.state())),
                            depth.recipients())));
        }
        return rows;
    }

    @Override
    public void on(OutboxEvent event) {
        if (event instanceof OutboxEvent.Settled settled) {
            OutboxRecipient recipient = settled.recipient();
            String reason = recipient.state() == OutboxState.DELIVERED ? null : recipient.reason();
            Tags tags = Tags.of(
                    "outcome",
                    tag(recipient.state()),
                    "reason",
                    reason == null ? "none" : reason.toLowerCase(Locale.ROOT));
            Duration took = Duration.between(recipient.createdAt(), settled.at());
            registries.forEach(
                    registry -> registry.timer(PREFIX + "settled", tags).record(took));
        } else if (event instanceof OutboxEvent.Delayed) {
            count("delayed");
        } else if (event instanceof OutboxEvent.AccountParked) {
            count("account.parked");
        }
    }

    private void count(String name) {
        registries.forEach(registry -> registry.counter(PREFIX + name).increment());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.throttle.LaneSnapshot;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How the asynchronous sender is slowed down, for all destinations together: a tag by domain would have as many values as
 * there are domains. The endpoint shows each of them.
 */
final class LaneMeters implements MeterBinder {

    private final Supplier<List<LaneSnapshot>> destinations;
    private final Supplier<Number> pending;

    LaneMeters(Supplier<List<LaneSnapshot>> destinations, Supplier<Number> pending) {
        this.destinations = destinations;
        this.pending = pending;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "throttle.destinations", "Destinations of which something is known.", one -> 1);
        gauge(
                registry,
                "throttle.paused",
                "Destinations that are left alone for a while, as they asked.",
                one -> one.pausedUntil().isPresent() ? 1 : 0);
        gauge(registry, "throttle.lanes.open", "Connections that are open.", LaneSnapshot::openLanes);
        gauge(registry, "throttle.lanes.limit", "Connections that may be open.", LaneSnapshot::laneLimit);
        Gauge.builder(MailMeters.PREFIX + "async.pending", pending)
                .description("Messages that were taken in and have no report yet.")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<LaneSnapshot> part) {
        Gauge.builder(
                        MailMeters.PREFIX + name,
                        () -> destinations.get().stream().mapToDouble(part).sum())
                .description(description)
                .register(registry);
    }
}

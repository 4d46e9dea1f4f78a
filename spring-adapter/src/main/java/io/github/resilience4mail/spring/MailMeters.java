/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.DeliveryEvent;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptBegun;
import io.github.resilience4mail.engine.DeliveryEvent.AttemptEnded;
import io.github.resilience4mail.engine.DeliveryEvent.ConnectFailed;
import io.github.resilience4mail.engine.DeliveryEvent.LoginRefused;
import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.engine.DeliveryEvent.RetryPlanned;
import io.github.resilience4mail.engine.DeliveryListener;
import io.github.resilience4mail.engine.RecipientReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Counts what happens to mail. No tag holds an address or a text of a server's: there are servers, and constants of ours.
 */
final class MailMeters implements MeterBinder, DeliveryListener {

    static final String PREFIX = "resilience4mail.";
    private static final String NONE = "none";

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
        Gauge.builder(PREFIX + "attempts.active", inFlight, AtomicInteger::get)
                .description("Attempts to send a message that are under way.")
                .register(registry);
    }

    @Override
    public void on(DeliveryEvent event) {
        if (event instanceof AttemptBegun) {
            inFlight.incrementAndGet();
        } else if (event instanceof AttemptEnded ended) {
            inFlight.decrementAndGet();
            time("attempts.duration", ended.name(), ended.took());
            ended.results().values().forEach(result -> attempt(ended.name(), result));
        } else if (event instanceof RetryPlanned planned) {
            time("delays", planned.name(), Duration.between(planned.at(), planned.retryAt()));
        } else if (event instanceof RecipientSettled settled) {
            recipient(settled.name(), settled.recipient());
        } else if (event instanceof ConnectFailed failed) {
            count("connect.failures", verdict(failed.name(), Optional.of(failed.verdict())));
        } else if (event instanceof LoginRefused refused) {
            count("logins.refused", Tags.of("server", refused.name()));
        }
    }

    private void attempt(String server, AttemptResult result) {
        count("attempts", verdict(server, result.verdict()).and("acceptance", tag(result.acceptance())));
    }

    private void recipient(String server, RecipientReport recipient) {
        count("recipients", verdict(server, recipient.verdict()).and("outcome", tag(recipient.outcome())));
    }

    private static Tags verdict(String server, Optional<Verdict> verdict) {
        return Tags.of(
                "server", server,
                "decision", verdict.map(v -> tag(v.decision())).orElse(NONE),
                "reason", verdict.map(v -> tag(v.reason())).orElse(NONE));
    }

    private static String tag(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void count(String name, Tags tags) {
        each(registry -> registry.counter(PREFIX + name, tags).increment());
    }

    private void time(String name, String server, Duration duration) {
        each(registry ->
                registry.timer(PREFIX + name, Tags.of("server", server)).record(duration));
    }

    private void each(Consumer<MeterRegistry> action) {
        registries.forEach(action);
    }
}

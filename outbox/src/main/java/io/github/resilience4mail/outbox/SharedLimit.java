/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.engine.Acceptance;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.throttle.LaneEvent;
import io.github.resilience4mail.throttle.LaneLimit;
import io.github.resilience4mail.throttle.LaneSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lane knows of the limit of its destination, which all lanes share by its row: what it has seen itself at
 * once, what others have seen as of the last exchange. Confined to its lane.
 */
final class SharedLimit {

    private static final Logger LOG = LoggerFactory.getLogger(MailOutbox.class);

    private final OutboxStore store;
    private final String destination;
    private final LaneSettings settings;
    private final int level;
    private final IntSupplier running;
    private final List<Seen> unshared = new ArrayList<>();
    private LaneLimit limit;

    private record Seen(LaneEvent event, Instant at) {}

    /**
     * Knows nothing yet.
     *
     * @param lane its index: lanes are opened from 0 on, so it tells how many there are
     * @param running how many there are at least, as far as this machine can see
     */
    SharedLimit(OutboxStore store, String destination, LaneSettings settings, int lane, IntSupplier running) {
        this.store = store;
        this.destination = destination;
        this.settings = settings;
        this.level = lane + 1;
        this.running = running;
        this.limit = LaneLimit.of(settings);
    }

    /** Learns what others know, and tells what has been seen here; within the transaction of the connection. */
    void exchange(Connection connection, @Nullable String known, Instant now) throws SQLException {
        if (unshared.isEmpty()) {
            limit = decoded(known, settings);
            return;
        }
        limit = decoded(store.lockThrottle(connection, destination), settings);
        for (Seen seen : unshared) {
            limit = limit.on(seen.event(), seen.at());
        }
        store.saveThrottle(connection, destination, limit.encode(), limit.nextStart(now));
    }

    /** The exchange was committed. */
    void exchanged() {
        unshared.clear();
    }

    static LaneLimit decoded(@Nullable String text, LaneSettings settings) {
        if (text == null) {
            return LaneLimit.of(settings);
        }
        try {
            return LaneLimit.decode(text, settings);
        } catch (IllegalArgumentException e) {
            LOG.warn("what is known of a destination cannot be read, and is found out anew: {}", e.getMessage());
            return LaneLimit.of(settings);
        }
    }

    void tell(LaneEvent event, Instant at) {
        limit = limit.on(event, at);
        unshared.add(new Seen(event, at));
    }

    /** The connection of this lane was made. */
    void connected(Instant startedAt, Instant now) {
        tell(new LaneEvent.Connected(level, startedAt), now);
    }

    /** Takes in what one message brought. */
    void learn(Collection<AttemptResult> results, Instant startedAt, int onConnection, Instant now) {
        AttemptResult refusal = results.stream()
                .filter(r -> r.verdict()
                        .filter(v -> LaneLimit.concernsAll(v, r.phase()))
                        .isPresent())
                .findFirst()
                .orElse(null);
        if (refusal != null) {
            tell(
                    new LaneEvent.Refused(
                            refusal.phase(), refusal.verdict().orElseThrow(), level, startedAt, onConnection),
                    now);
        } else if (results.stream().anyMatch(r -> r.acceptance() == Acceptance.YES)) {
            tell(new LaneEvent.Accepted(Math.max(level, running.getAsInt()), startedAt), now);
        } else {
            tell(new LaneEvent.Ended(level, startedAt), now);
        }
    }

    LaneLimit limit() {
        return limit;
    }

    /** Whether this lane is one too many. */
    boolean isOneTooMany() {
        return level > limit.lanes();
    }

    /** Whether a single message more or less makes a difference to the server: then each is shared at once. */
    boolean isTight(Instant now) {
        boolean counted = settings.messagesPerSecond() != null
                || settings.messagesPerMinute() != null
                || settings.messagesPerDay() != null;
        return counted || limit.snapshot(destination, level, now).pace().isPresent();
    }
}

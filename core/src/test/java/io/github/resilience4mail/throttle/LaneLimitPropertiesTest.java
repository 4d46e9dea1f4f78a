/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds whatever happens: shown by histories that chance makes. */
class LaneLimitPropertiesTest {

    private static final Instant START = Instant.parse("2030-01-01T12:00:00Z");
    private static final int HISTORIES = 100;
    private static final int STEPS = 500;

    /** One destination and all that happens to it, by chance. */
    private static final class History {

        private final Random random;
        private final LaneSettings settings;
        private LaneLimit limit;
        private Instant now = START;
        private final Deque<Instant> inFlight = new ArrayDeque<>();
        private final List<Instant> starts = new ArrayList<>();

        History(long seed) {
            random = new Random(seed);
            LaneSettings.Builder builder = LaneSettings.builder()
                    .maxLanes(1 + random.nextInt(20))
                    .messagesPerConnection(1 + random.nextInt(100));
            if (random.nextBoolean()) {
                builder.messagesPerSecond(1 + random.nextInt(5));
            }
            if (random.nextBoolean()) {
                builder.messagesPerMinute(1 + random.nextInt(100));
            }
            if (random.nextInt(4) == 0) {
                builder.messagesPerDay(1 + random.nextInt(1_000));
            }
            settings = builder.build();
            limit = LaneLimit.of(settings);
        }

        void step() {
            now = now.plusMillis(random.nextInt(1_500));
            if (!limit.nextStart(now).isAfter(now) && inFlight.size() < limit.lanes()) {
                starts.add(now);
                inFlight.add(now);
                limit = limit.on(new LaneEvent.Started(), now);
            } else if (!inFlight.isEmpty()) {
                limit = limit.on(end(inFlight.removeFirst()), now);
            } else if (random.nextInt(20) == 0) {
                // or nobody would ever get to the end of a long pause
                now = limit.nextStart(now);
            }
            if (random.nextInt(10) == 0) {
                limit = limit.on(aside(), now);
            }
        }

        private LaneEvent end(Instant startedAt) {
            int level = 1 + random.nextInt(limit.lanes() + 1);
            return switch (random.nextInt(6)) {
                case 0 -> new LaneEvent.Refused(phase(), verdict(), level, startedAt, random.nextInt(100));
                case 1 -> new LaneEvent.Ended(level, startedAt);
                default -> new LaneEvent.Accepted(level, startedAt);
            };
        }

        private SmtpPhase phase() {
            return SmtpPhase.values()[random.nextInt(SmtpPhase.END_OF_DATA.ordinal() + 1)];
        }

        private Verdict verdict() {
            Reason reason = Reason.values()[random.nextInt(Reason.values().length)];
            Verdict.Builder builder = Verdict.builder(reason);
            if (random.nextInt(5) == 0) {
                builder.hint(Duration.ofSeconds(random.nextInt(600)));
            }
            return builder.build();
        }

        private LaneEvent aside() {
            Duration waited = Duration.ofSeconds(random.nextInt(900));
            return switch (random.nextInt(5)) {
                case 0 ->
                    new LaneEvent.Connected(
                            1 + random.nextInt(limit.lanes() + 1), now.minusMillis(random.nextInt(2_000)));
                case 1 -> new LaneEvent.Disconnected();
                case 2 -> new LaneEvent.Greylisted(random.nextBoolean() ? Duration.ZERO : waited);
                case 3 -> new LaneEvent.GreylistTried(waited);
                default -> new LaneEvent.GreylistPassed(waited);
            };
        }
    }

    @Test
    void nothingIsEverAboveWhatTheUserAllows() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            for (int i = 0; i < STEPS; i++) {
                history.step();
                assertThat(history.limit.lanes()).isBetween(1, history.settings.maxLanes());
                assertThat(history.limit.messagesPerConnection())
                        .isBetween(1, history.settings.messagesPerConnection());
            }
            assertKept(history.settings.messagesPerSecond(), Duration.ofSeconds(1), history.starts, seed);
            assertKept(history.settings.messagesPerMinute(), Duration.ofMinutes(1), history.starts, seed);
            assertKept(history.settings.messagesPerDay(), Duration.ofDays(1), history.starts, seed);
        }
    }

    private static void assertKept(
            @org.jspecify.annotations.Nullable Integer most, Duration window, List<Instant> starts, long seed) {
        if (most != null) {
            for (int i = most; i < starts.size(); i++) {
                assertThat(Duration.between(starts.get(i - most), starts.get(i)))
                        .as("seed %d: message %d and the one %d before it", seed, i, most)
                        .isGreaterThanOrEqualTo(window);
            }
        }
    }

    @Test
    void nothingEverStarves() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            for (int i = 0; i < STEPS; i++) {
                history.step();
                assertThat(history.limit.nextStart(history.now))
                        .as("seed %d, step %d", seed, i)
                        .isBeforeOrEqualTo(history.now.plus(Duration.ofHours(25)));
                assertThat(history.limit.nextConnect(history.now))
                        .isBeforeOrEqualTo(history.now.plus(Duration.ofHours(25)));
            }
        }
    }

    @Test
    void whenAllIsAcceptedAgainEverythingIsOpenAgainInTheEnd() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            for (int i = 0; i < STEPS; i++) {
                history.step();
            }
            LaneLimit limit = history.limit;
            Instant now = history.now;
            int sent = 0;
            while (sent < 2_000) {
                now = limit.nextStart(now);
                limit = limit.on(new LaneEvent.Started(), now);
                limit = limit.on(new LaneEvent.Accepted(limit.lanes(), now), now);
                sent++;
            }
            assertThat(limit.nextStart(now)).as("seed %d", seed).isBefore(now.plus(Duration.ofHours(25)));
        }
    }

    @Test
    void theSameHistoryGivesTheSameState() {
        for (long seed = 0; seed < 20; seed++) {
            History one = new History(seed);
            History other = new History(seed);
            for (int i = 0; i < STEPS; i++) {
                one.step();
                other.step();
            }
            assertThat(one.limit.encode()).isEqualTo(other.limit.encode());
        }
    }

    @Test
    void aStateThatWasKeptAsTextGoesOnAsIfNothingHadHappened() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            History kept = new History(seed);
            History other = new History(seed);
            for (int i = 0; i < STEPS; i++) {
                kept.limit = i % 50 == 0 ? LaneLimit.decode(kept.limit.encode(), kept.settings) : kept.limit;
                kept.step();
                other.step();
                assertThat(kept.limit.nextStart(kept.now)).isEqualTo(other.limit.nextStart(other.now));
                assertThat(kept.limit.lanes()).isEqualTo(other.limit.lanes());
            }
            assertThat(kept.limit.encode()).as("seed %d", seed).isEqualTo(other.limit.encode());
        }
    }

    @Test
    void howeverManyMessagesThereAreTheTextOfTheStateIsSmall() {
        LaneLimit limit = LaneLimit.of(LaneSettings.builder().build());
        Instant now = START;
        for (int i = 0; i < 50_000; i++) {
            now = now.plusMillis(1 + i % 7);
            limit = limit.on(new LaneEvent.Started(), now).on(new LaneEvent.Accepted(limit.lanes(), now), now);
        }
        assertThat(limit.encode().length()).isLessThan(10_000);
    }

    @Test
    void whatOneDestinationDoesIsUnknownToTheOthers() {
        LaneLimit one = LaneLimit.of(LaneSettings.builder().build());
        LaneLimit other = LaneLimit.of(LaneSettings.builder().build());
        String before = other.encode();
        LaneEvent refused = new LaneEvent.Refused(SmtpPhase.MAIL, Verdict.of(Reason.THROTTLED), 1, START, 0);
        assertThat(one.on(refused, START).nextStart(START)).isAfter(START);
        assertThat(one.encode()).isEqualTo(before);
        assertThat(other.encode()).isEqualTo(before);
    }
}

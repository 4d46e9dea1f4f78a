/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LaneLimitTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static LaneLimit grownTo(int lanes, int max) {
        LaneLimit limit = LaneLimit.of(max);
        while (limit.lanes() < lanes) {
            limit = limit.accepted(limit.lanes(), NOW);
        }
        return limit;
    }

    @Test
    void itBeginsWithOneLaneAndGrowsWithEachAcceptanceUpToTheUsersLimit() {
        LaneLimit limit = LaneLimit.of(3);
        assertThat(limit.lanes()).isEqualTo(1);
        for (int i = 0; i < 10; i++) {
            limit = limit.accepted(limit.lanes(), NOW);
        }
        assertThat(limit.lanes()).isEqualTo(3);
    }

    @Test
    void aRefusalAtALevelMeansOneLess() {
        assertThat(grownTo(8, 8).tooManyConnections(6, NOW, null).lanes()).isEqualTo(5);
    }

    @Test
    void theRestOfABurstIsAnsweredForAlready() {
        LaneLimit limit = grownTo(8, 8).tooManyConnections(5, NOW, null);
        assertThat(limit.tooManyConnections(6, NOW, null).lanes()).isEqualTo(4);
    }

    @Test
    void itProbesOneLaneMoreAfterTwoSecondsAndEverMoreRarelyWhenThatFails() {
        LaneLimit limit = grownTo(4, 8).tooManyConnections(3, NOW, null);
        assertThat(limit.accepted(2, NOW.plusMillis(1999)).lanes()).isEqualTo(2);
        limit = limit.accepted(2, NOW.plusSeconds(2));
        assertThat(limit.lanes()).isEqualTo(3);
        limit = limit.tooManyConnections(3, NOW.plusSeconds(2), null);
        assertThat(limit.lanes()).isEqualTo(2);
        assertThat(limit.accepted(2, NOW.plusSeconds(5)).lanes()).isEqualTo(2);
        assertThat(limit.accepted(2, NOW.plusSeconds(6)).lanes()).isEqualTo(3);
    }

    @Test
    void aRefusalOfTheOnlyLanePausesTheDestination() {
        LaneLimit limit = LaneLimit.of(4).tooManyConnections(1, NOW, null);
        assertThat(limit.lanes()).isEqualTo(1);
        assertThat(limit.pausedUntil(NOW)).contains(NOW.plusSeconds(1));
        assertThat(limit.pausedUntil(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void aHintIsHowLongThePauseLasts() {
        LaneLimit limit = LaneLimit.of(4).tooMuch(NOW, Duration.ofMinutes(7));
        assertThat(limit.pausedUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(7)));
    }

    @Test
    void pausesDoubleUntilSomethingIsAcceptedAgain() {
        LaneLimit limit = LaneLimit.of(4).tooMuch(NOW, null);
        Instant second = NOW.plusSeconds(1);
        limit = limit.tooMuch(second, null);
        assertThat(limit.pausedUntil(second)).contains(second.plusSeconds(2));
        Instant third = second.plusSeconds(2);
        limit = limit.accepted(1, third).tooMuch(third, null);
        assertThat(limit.pausedUntil(third)).contains(third.plusSeconds(1));
    }

    @Test
    void noPauseOfItsOwnIsLongerThanTheUserAllows() {
        LaneLimit limit = LaneLimit.of(4, Duration.ofMillis(300));
        Instant now = NOW;
        for (int i = 0; i < 5; i++) {
            limit = i % 2 == 0 ? limit.tooMuch(now, null) : limit.tooManyConnections(1, now, null);
            assertThat(limit.pausedUntil(now)).contains(now.plusMillis(300));
            now = now.plusMillis(300);
        }
        assertThat(limit.accepted(1, now).tooMuch(now, Duration.ofSeconds(9)).pausedUntil(now))
                .contains(now.plusSeconds(9));
    }

    @Test
    void whatWasInFlightWhenThePauseBeganDoesNotLengthenIt() {
        LaneLimit limit = LaneLimit.of(4).tooMuch(NOW, null);
        assertThat(limit.tooMuch(NOW.plusMillis(300), null).pausedUntil(NOW)).contains(NOW.plusSeconds(1));
    }

    @Test
    void whateverHappensItStaysBetweenOneLaneAndTheUsersLimitAndNoPauseLastsLongerThanItsHint() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int max = 1 + random.nextInt(20);
            LaneLimit limit = LaneLimit.of(max);
            Instant now = NOW;
            for (int i = 0; i < 500; i++) {
                now = now.plusMillis(random.nextInt(3000));
                Duration hint = random.nextInt(10) == 0 ? Duration.ofSeconds(random.nextInt(600)) : null;
                int level = 1 + random.nextInt(limit.lanes());
                limit = switch (random.nextInt(4)) {
                    case 0 -> limit.tooManyConnections(level, now, hint);
                    case 1 -> limit.tooMuch(now, hint);
                    default -> limit.accepted(level, now);
                };
                assertThat(limit.lanes()).isBetween(1, max);
                assertThat(limit.pausedUntil(now).orElse(now)).isBeforeOrEqualTo(now.plus(Duration.ofMinutes(15)));
            }
        }
    }

    @Test
    void aDestinationWithoutAnyLaneIsRefused() {
        assertThatThrownBy(() -> LaneLimit.of(0)).hasMessage("a destination needs at least 1 lane, not 0");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LaneLimitTest {

    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

    private static LaneLimit unknown(int maxLanes) {
        return LaneLimit.of(LaneSettings.builder().maxLanes(maxLanes).build());
    }

    private static LaneLimit accepted(LaneLimit limit, Instant now) {
        return limit.on(new LaneEvent.Accepted(limit.lanes(), now), now);
    }

    private static LaneLimit grownTo(int lanes, int max) {
        LaneLimit limit = unknown(max);
        while (limit.lanes() < lanes) {
            limit = accepted(limit, NOW);
        }
        return limit;
    }

    private static LaneLimit tooManyConnections(LaneLimit limit, int level, Instant now) {
        Verdict verdict = Verdict.of(Reason.TOO_MANY_CONNECTIONS);
        return limit.on(new LaneEvent.Refused(SmtpPhase.CONNECT, verdict, level, now, 0), now);
    }

    private static LaneLimit tooMuch(LaneLimit limit, Instant now, @Nullable Duration hint) {
        Verdict verdict = Verdict.builder(Reason.THROTTLED).hint(hint).build();
        return limit.on(new LaneEvent.Refused(SmtpPhase.MAIL, verdict, 1, now, 0), now);
    }

    @Test
    void itBeginsWithOneLaneAndDoublesThemUpToTheUsersLimit() {
        LaneLimit limit = unknown(7);
        assertThat(limit.lanes()).isEqualTo(1);
        limit = accepted(limit, NOW);
        assertThat(limit.lanes()).isEqualTo(2);
        for (int i = 0; i < 8; i++) {
            limit = accepted(limit, NOW);
        }
        assertThat(limit.lanes()).isEqualTo(4);
        for (int i = 0; i < 100; i++) {
            limit = accepted(limit, NOW);
        }
        assertThat(limit.lanes()).isEqualTo(7);
    }

    @Test
    void aRefusalAtALevelMeansOneLess() {
        assertThat(tooManyConnections(grownTo(8, 8), 6, NOW).lanes()).isEqualTo(5);
    }

    @Test
    void theRestOfABurstIsAnsweredForAlready() {
        LaneLimit limit = tooManyConnections(grownTo(8, 8), 5, NOW);
        assertThat(tooManyConnections(limit, 6, NOW).lanes()).isEqualTo(4);
    }

    /** Five lanes that have been proven by many messages, after a refusal of a sixth. */
    private static LaneLimit fiveProvenLanes() {
        LaneLimit limit = tooManyConnections(grownTo(6, 8), 6, NOW);
        for (int i = 0; i < 60; i++) {
            limit = accepted(limit, NOW);
        }
        assertThat(limit.lanes()).isEqualTo(5);
        return limit;
    }

    private static LaneLimit connected(LaneLimit limit, int level, Instant startedAt) {
        return limit.on(new LaneEvent.Connected(level, startedAt), startedAt.plusMillis(50));
    }

    @Test
    void aNumberThatHadWorkedIsBelievedInUntilASecondLook() {
        LaneLimit limit = tooManyConnections(fiveProvenLanes(), 5, NOW);
        assertThat(limit.lanes()).isEqualTo(5);
        assertThat(limit.nextConnect(NOW)).isEqualTo(NOW.plusSeconds(1));
        assertThat(tooManyConnections(limit, 5, NOW.plusSeconds(1)).lanes()).isEqualTo(2);
    }

    @Test
    void aRefusalOfLongAgoIsNotCountedWithTheNextOne() {
        LaneLimit limit = tooManyConnections(fiveProvenLanes(), 5, NOW);
        assertThat(tooManyConnections(limit, 5, NOW.plusSeconds(3_600)).lanes()).isEqualTo(5);
    }

    @Test
    void whatHasBeenWelcomeMeanwhileIsLeftAfterADrop() {
        LaneLimit limit = tooManyConnections(fiveProvenLanes(), 5, NOW);
        limit = connected(limit, 3, NOW.plusSeconds(1));
        assertThat(tooManyConnections(limit, 4, NOW.plusSeconds(2)).lanes()).isEqualTo(3);
    }

    @Test
    void aServerThatFreesPlacesLateIsGivenTheTimeAndNoneIsTakenForFewer() {
        LaneLimit limit = fiveProvenLanes().on(new LaneEvent.Disconnected(), NOW);
        limit = tooManyConnections(limit, 5, NOW);
        limit = connected(limit, 5, NOW.plusMillis(1_200));
        assertThat(limit.lanes()).isEqualTo(5);
        Instant later = NOW.plusSeconds(20);
        limit = limit.on(new LaneEvent.Disconnected(), later);
        assertThat(limit.nextConnect(later)).isEqualTo(later.plusMillis(1_200));
    }

    @Test
    void aServerThatFreesPlacesAtOnceIsNotWaitedForAfterAChanceRefusal() {
        LaneLimit limit = fiveProvenLanes().on(new LaneEvent.Disconnected(), NOW);
        limit = connected(limit, 5, NOW.plusMillis(10));
        Instant later = NOW.plusSeconds(20);
        limit = tooManyConnections(limit.on(new LaneEvent.Disconnected(), later), 5, later);
        limit = connected(limit, 5, later.plusSeconds(1));
        Instant muchLater = NOW.plusSeconds(40);
        limit = limit.on(new LaneEvent.Disconnected(), muchLater);
        assertThat(limit.nextConnect(muchLater)).isEqualTo(muchLater);
    }

    @Test
    void aRefusalOfTheOnlyLanePausesTheDestination() {
        LaneLimit limit = tooManyConnections(unknown(4), 1, NOW);
        assertThat(limit.lanes()).isEqualTo(1);
        assertThat(limit.pausedUntil(NOW)).contains(NOW.plusSeconds(1));
        assertThat(limit.pausedUntil(NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void aHintIsHowLongThePauseLasts() {
        LaneLimit limit = tooMuch(unknown(4), NOW, Duration.ofMinutes(7));
        assertThat(limit.pausedUntil(NOW)).contains(NOW.plus(Duration.ofMinutes(7)));
    }

    private static LaneLimit started(LaneLimit limit, Instant now) {
        return limit.on(new LaneEvent.Started(), now);
    }

    @Test
    void inAMinutesWindowTheRefusedProbesArePlacesThatAreLeftAlone() {
        LaneLimit limit = unknown(1);
        for (int i = 0; i < 3; i++) {
            limit = accepted(started(limit, NOW.plusSeconds(i)), NOW.plusSeconds(i));
        }
        limit = tooMuch(started(limit, NOW.plusSeconds(3)), NOW.plusSeconds(3), null);
        Instant second = limit.nextStart(NOW.plusSeconds(3));
        limit = tooMuch(started(limit, second), second, null);
        Instant tenSeconds = limit.nextStart(second);
        limit = tooMuch(started(limit, tenSeconds), tenSeconds, null);
        Instant minute = limit.nextStart(tenSeconds);
        limit = accepted(started(limit, minute), minute);
        assertThat(limit.nextStart(minute)).isBetween(second.plusSeconds(60), second.plusSeconds(61));
        limit = accepted(started(limit, second.plusSeconds(61)), second.plusSeconds(61));
        assertThat(limit.nextStart(second.plusSeconds(61)))
                .isBetween(tenSeconds.plusSeconds(60), tenSeconds.plusSeconds(61));
    }

    @Test
    void theUsersMessagesPerMinuteAreKept() {
        LaneLimit limit =
                LaneLimit.of(LaneSettings.builder().messagesPerMinute(3).build());
        for (int i = 0; i < 3; i++) {
            assertThat(limit.nextStart(NOW.plusSeconds(i))).isEqualTo(NOW.plusSeconds(i));
            limit = limit.on(new LaneEvent.Started(), NOW.plusSeconds(i));
        }
        assertThat(limit.nextStart(NOW.plusSeconds(3))).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void itIsTheSameAgainWhenReadFromItsText() {
        LaneLimit limit = tooMuch(grownTo(5, 8), NOW, null).on(new LaneEvent.Started(), NOW);
        String text = limit.encode();
        assertThat(LaneLimit.decode(text, limit.settings()).encode()).isEqualTo(text);
    }

    @Test
    void aTextThatIsNotAStateIsRefused() {
        LaneSettings settings = LaneSettings.builder().build();
        assertThatThrownBy(() -> LaneLimit.decode("2;nonsense!", settings))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("this is no state of a lane limit, so start with a new one: ");
        assertThatThrownBy(() -> LaneLimit.decode("9;1", settings)).hasMessageContaining("version 9");
    }

    @Test
    void aDestinationWithoutAnyLaneIsRefused() {
        assertThatThrownBy(() -> unknown(0)).hasMessage("a destination needs at least 1 lane, not 0");
    }
}

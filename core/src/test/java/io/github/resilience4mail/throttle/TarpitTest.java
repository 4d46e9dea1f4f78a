/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Servers that refuse nothing, and answer late. */
class TarpitTest {

    private static final Instant BEGIN = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long AT_ONCE = 250;
    private static final long LATE = 30_000;

    /** One lane that always has something to send. */
    private static final class Lane {

        private LaneLimit limit =
                LaneLimit.of(LaneSettings.builder().maxLanes(1).build());
        private Instant now = BEGIN;
        private final Deque<Instant> lastMinute = new ArrayDeque<>();

        /** For so long; the function gives the time of an answer from how many messages began in the last minute. */
        int sends(Duration time, ToLongFunction<Lane> answer) {
            Instant end = now.plus(time);
            int sent = 0;
            while (now.isBefore(end)) {
                now = limit.nextStart(now);
                limit = limit.on(new LaneEvent.Started(), now);
                Instant startedAt = now;
                while (!lastMinute.isEmpty() && !lastMinute.peek().isAfter(now.minus(MINUTE))) {
                    lastMinute.remove();
                }
                lastMinute.add(now);
                now = now.plusMillis(answer.applyAsLong(this));
                limit = limit.on(new LaneEvent.Accepted(1, startedAt), now);
                sent++;
            }
            return sent;
        }

        long tarpit() {
            return lastMinute.size() > 60 ? LATE : AT_ONCE;
        }

        OptionalDouble pace() {
            return limit.snapshot("here", 1, now).pace();
        }
    }

    @Test
    void whoeverAnswersMoreThanSixtyAMinuteLateIsSentNearlySixty() {
        Lane lane = new Lane();
        lane.sends(Duration.ofMinutes(3), Lane::tarpit);
        assertThat(lane.pace().orElseThrow()).isBetween(0.9, 1.0);
        assertThat(lane.sends(Duration.ofMinutes(10), Lane::tarpit)).isBetween(560, 600);
    }

    @Test
    void whoeverWasLateForAWhileIsNotPaced() {
        Lane lane = new Lane();
        lane.sends(Duration.ofMinutes(3), l -> AT_ONCE);
        lane.sends(MINUTE, l -> LATE);
        assertThat(lane.sends(Duration.ofMinutes(3), l -> AT_ONCE)).isEqualTo(720);
        assertThat(lane.pace()).isEmpty();
    }

    @Test
    void whoeverIsLateWhateverIsSentIsNotPacedAnyMore() {
        Lane lane = new Lane();
        lane.sends(Duration.ofMinutes(3), Lane::tarpit);
        assertThat(lane.pace()).isPresent();
        lane.sends(Duration.ofMinutes(2), l -> LATE);
        assertThat(lane.pace()).isEmpty();
    }

    @Test
    void aTarpitThatIsGoneIsFoundToBe() {
        Lane lane = new Lane();
        lane.sends(Duration.ofMinutes(3), Lane::tarpit);
        lane.sends(Duration.ofMinutes(16), l -> AT_ONCE);
        assertThat(lane.pace()).isEmpty();
        assertThat(lane.sends(MINUTE, l -> AT_ONCE)).isEqualTo(240);
    }

    @Test
    void itIsTheSameAgainWhenReadFromItsTextDuringATrialAndAfterIt() {
        for (int minutes : new int[] {1, 3}) {
            Lane lane = new Lane();
            lane.sends(Duration.ofMinutes(minutes), Lane::tarpit);
            String text = lane.limit.encode();
            assertThat(LaneLimit.decode(text, lane.limit.settings()).encode()).isEqualTo(text);
        }
    }

    @Test
    void aStateFromBeforeTarpitsWereKnownCanBeRead() {
        LaneLimit limit = LaneLimit.of(LaneSettings.builder().build()).on(new LaneEvent.Started(), BEGIN);
        String ofTarpits = ";" + Long.toString(Tarpit.NONE.usual(), Character.MAX_RADIX);
        String text = limit.encode();
        String before = "2" + text.substring(1, text.indexOf(ofTarpits));
        assertThat(LaneLimit.decode(before, limit.settings()).encode()).isEqualTo(text);
    }
}

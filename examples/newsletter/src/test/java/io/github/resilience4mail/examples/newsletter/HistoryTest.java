/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static Timeline.Moment moment(int second, int lanes, long accepted, long refused) {
        return new Timeline.Moment(
                Duration.ofSeconds(second),
                new LaneFigures(lanes, 8, 0, Duration.ZERO, accepted, refused, accepted + refused));
    }

    /** One lane and one message a second; eight lanes and a refusal in the thousandth. */
    private static Timeline timeline(int seconds) {
        Timeline timeline = new Timeline();
        IntStream.rangeClosed(0, seconds)
                .forEach(s -> timeline.add(moment(s, s == 1_000 ? 8 : 1, s, s >= 1_000 ? 1 : 0)));
        return timeline;
    }

    @Test
    void takesNoMoreRoomHoweverLongItGoesOn() {
        Timeline timeline = timeline(100_000);
        assertThat(timeline.moments()).hasSizeBetween(120, 240);
        assertThat(timeline.moments().get(timeline.moments().size() - 1).at()).isEqualTo(Duration.ofSeconds(100_000));
    }

    @Test
    void doesNotLoseAPeakWhenMomentsBecomeOne() {
        assertThat(timeline(100_000).moments().stream()
                        .mapToInt(moment -> moment.figures().lanes()))
                .contains(8);
    }

    @Test
    void knowsThePaceOfLate() {
        Timeline timeline = timeline(100);
        IntStream.rangeClosed(101, 130).forEach(s -> timeline.add(moment(s, 1, 100 + 10L * (s - 100), 0)));
        assertThat(timeline.perMinute(Duration.ofSeconds(10), LaneFigures::accepted))
                .isCloseTo(600, within(0.1));
        assertThat(new Timeline().perMinute(Duration.ofMinutes(1), LaneFigures::accepted))
                .isZero();
    }

    @Test
    void isCutIntoSlicesThatAddUpToTheWhole() {
        Course course = Course.of(timeline(3_600).moments(), Duration.ofHours(1), 60);
        assertThat(course.slices()).hasSize(60);
        assertThat(course.slices())
                .allSatisfy(slice -> assertThat(slice.pacePerMinute()).isCloseTo(60, within(0.5)));
        assertThat(course.refused()).isCloseTo(1, within(0.001));
        assertThat(course.mostLanes()).isEqualTo(8);
        Course longer = course.inLongerSlices(5);
        assertThat(longer.slices()).hasSize(12);
        assertThat(longer.slice()).isEqualTo(Duration.ofMinutes(5));
        assertThat(longer.refused()).isCloseTo(1, within(0.001));
        assertThat(longer.mostLanes()).isEqualTo(8);
    }

    @Test
    void isQuietWhereNothingWasSeen() {
        Course course = Course.of(timeline(0).moments(), Duration.ofMinutes(1), 60);
        assertThat(course.highestPace()).isZero();
        assertThat(course.refused()).isZero();
    }
}

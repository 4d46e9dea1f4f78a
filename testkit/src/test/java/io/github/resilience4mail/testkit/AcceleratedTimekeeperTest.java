/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.time.FakeTimekeeper;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class AcceleratedTimekeeperTest {

    private final FakeTimekeeper base = new FakeTimekeeper();
    private final AcceleratedTimekeeper fast = new AcceleratedTimekeeper(base, 60, 7);

    @Test
    void beginsAtThePresentOfTheTimeItFollows() {
        assertThat(fast.now()).isEqualTo(base.now());
        assertThat(fast.nanoTime()).isEqualTo(base.nanoTime());
        assertThat(fast.factor()).isEqualTo(60);
    }

    @Test
    void showsAMinuteWhenASecondHasPassed() {
        Instant start = fast.now();
        long startNanos = fast.nanoTime();
        base.advance(Duration.ofSeconds(1));
        assertThat(Duration.between(start, fast.now())).isEqualTo(Duration.ofMinutes(1));
        assertThat(Duration.ofNanos(fast.nanoTime() - startNanos)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void keepsItsAnchoredClocksAsFast() {
        InstantSource anchored = fast.anchored();
        Instant start = anchored.instant();
        base.advance(Duration.ofSeconds(2));
        assertThat(Duration.between(start, anchored.instant())).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void sleepsASecondForAMinute() throws InterruptedException {
        fast.sleep(Duration.ofMinutes(5));
        assertThat(base.waits()).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void waitsOnAConditionASecondForAMinute() throws InterruptedException {
        ReentrantLock lock = new ReentrantLock();
        Condition condition = lock.newCondition();
        lock.lock();
        try {
            fast.await(condition, Duration.ofMinutes(2));
        } finally {
            lock.unlock();
        }
        assertThat(base.waits()).containsExactly(Duration.ofSeconds(2));
    }

    @Test
    void neverWakesBeforeTheTimeIsOver() throws InterruptedException {
        AcceleratedTimekeeper odd = new AcceleratedTimekeeper(base, 7, 1);
        Instant start = odd.now();
        Duration wanted = Duration.ofNanos(1_000_003);
        odd.sleep(wanted);
        assertThat(Duration.between(start, odd.now())).isBetween(wanted, wanted.plusNanos(6));
    }

    @Test
    void doesNotWaitForNothing() throws InterruptedException {
        fast.sleep(Duration.ZERO);
        fast.sleep(Duration.ofSeconds(-3));
        assertThat(base.waits()).isEmpty();
    }

    @Test
    void doesNotNoticeThatTheClockIsSet() {
        Instant start = fast.now();
        base.setClockBack(Duration.ofHours(1));
        assertThat(fast.now()).isEqualTo(start);
    }

    @Test
    void drawsTheSameNumbersFromTheSameSeed() {
        List<Double> first = numbers(new AcceleratedTimekeeper(base, 2, 42));
        assertThat(first).isEqualTo(numbers(new AcceleratedTimekeeper(base, 3, 42)));
        assertThat(first).isNotEqualTo(numbers(new AcceleratedTimekeeper(base, 2, 43)));
        assertThat(first).doesNotHaveDuplicates().allSatisfy(number -> assertThat(number)
                .isGreaterThanOrEqualTo(0)
                .isLessThan(1));
    }

    private static List<Double> numbers(Timekeeper timekeeper) {
        return DoubleStream.generate(timekeeper::random).limit(20).boxed().toList();
    }

    @Test
    void followsTheTimeOfTheMachine() {
        Timekeeper machine = Timekeeper.system();
        AcceleratedTimekeeper fastest = AcceleratedTimekeeper.of(10_000_000, 1);
        Instant start = fastest.now();
        // a microsecond of the machine's is ten seconds then: no wait is needed to see that it moves
        long from = machine.nanoTime();
        while (machine.nanoTime() - from < 1_000) {
            Thread.onSpinWait();
        }
        assertThat(Duration.between(start, fastest.now())).isGreaterThanOrEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void refusesToStandStillOrToGoBack() {
        assertThatThrownBy(() -> AcceleratedTimekeeper.of(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("time runs 1 or more times as fast, not 0");
    }
}

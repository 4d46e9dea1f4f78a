/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class TimekeeperTest {

    @Test
    void fakeTimeStandsStillUntilSomeoneSleeps() throws InterruptedException {
        FakeTimekeeper time = new FakeTimekeeper();
        Instant start = time.now();
        assertThat(time.now()).isEqualTo(start);
        time.sleep(Duration.ofHours(5));
        time.advance(Duration.ofHours(1));
        assertThat(time.now()).isEqualTo(start.plus(Duration.ofHours(6)));
        assertThat(time.waits()).containsExactly(Duration.ofHours(5));
    }

    @Test
    void anAnchoredClockDoesNotNoticeThatTheClockIsSet() {
        FakeTimekeeper time = new FakeTimekeeper();
        InstantSource clock = time.anchored();
        Instant start = clock.instant();
        time.setClockBack(Duration.ofHours(1));
        time.advance(Duration.ofSeconds(3));
        assertThat(clock.instant()).isEqualTo(start.plusSeconds(3));
        assertThat(time.now()).isBefore(start);
    }

    @Test
    void fakeSleepIsInterruptibleAsARealOneIs() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> new FakeTimekeeper().sleep(Duration.ofSeconds(1)))
                .isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void systemTimeSleepsAndAwaitsAndThrowsDice() throws InterruptedException {
        Timekeeper system = Timekeeper.system();
        long start = system.nanoTime();
        system.sleep(Duration.ofMillis(5));
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            system.await(lock.newCondition(), Duration.ofMillis(5));
            system.await(lock.newCondition(), Duration.ofMillis(-1));
        } finally {
            lock.unlock();
        }
        system.sleep(Duration.ofDays(-1));
        assertThat(system.nanoTime() - start).isGreaterThanOrEqualTo(5_000_000);
        assertThat(system.random()).isBetween(0.0, 1.0);
    }

    @Test
    void theSameSeedGivesTheSameChance() {
        assertThat(new FakeTimekeeper(Instant.EPOCH, 7).random())
                .isEqualTo(new FakeTimekeeper(Instant.EPOCH, 7).random())
                .isNotEqualTo(new FakeTimekeeper(Instant.EPOCH, 8).random());
    }
}

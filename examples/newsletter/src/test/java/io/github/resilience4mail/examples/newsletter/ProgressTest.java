/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.time.FakeTimekeeper;
import io.github.resilience4mail.time.Timekeeper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {

    private static final Duration ELAPSED = Duration.ofMillis(7_340);

    private final Words english = new Words(Locale.ENGLISH);

    private static Tally ended(int count) {
        Tally tally = new Tally(List.of());
        for (int i = 0; i < count; i++) {
            tally.add(Reports.delivered("reader" + i + "@one.example"));
        }
        return tally;
    }

    private String bar(int ended, int total, int columns) {
        return new ProgressLine(english, columns).bar(ended(ended), total, ELAPSED);
    }

    @Test
    void fillsTheLineWithABarAndFigures() {
        assertThat(bar(5, 20, 60)).isEqualTo("[#####.................] 5 of 20 (25 %), 5 delivered, 7.3 s");
    }

    @Test
    void isEmptyAtTheBeginningAndFullAtTheEnd() {
        assertThat(bar(0, 8, 80)).doesNotContain("#").contains("0 of 8 (0 %)");
        assertThat(bar(8, 8, 80)).doesNotContain("#.").contains("8 of 8 (100 %)");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 40, 50, 60, 80, 200})
    void leavesTheLastColumnFree(int columns) {
        assertThat(bar(3, 9, columns)).hasSize(columns - 1);
    }

    @Test
    void doesWithoutABarWhereItWouldBeTooShort() {
        assertThat(bar(3, 9, 45))
                .startsWith("3 of 9 (33 %), 3 delivered, 7.3 s")
                .doesNotContain("[");
    }

    @Test
    void isOnePlainLineElsewhere() {
        assertThat(new ProgressLine(english, 80).plain(ended(2), 4, Duration.ofSeconds(65)))
                .isEqualTo("2 of 4 (50 %), 2 delivered, 1 min 05 s");
    }

    @Test
    void drawsTheLastStateWhenItIsClosed() {
        assertThat(drawn(true)).isEqualTo("\r[" + "#".repeat(42) + "] 3 of 3 (100 %), 3 delivered, 0.0 s\n");
        assertThat(drawn(false)).isEqualTo("3 of 3 (100 %), 3 delivered, 0.0 s\n");
    }

    /** What is drawn if nothing is but the end. */
    private String drawn(boolean interactive) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Screen screen = new Screen(out, out, interactive, 80);
        ProgressBar bar = ProgressBar.start(screen, english, ended(3), 3, new Endless());
        bar.close();
        return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    /** Who sleeps here sleeps until he is interrupted. */
    private static final class Endless implements Timekeeper {

        private final FakeTimekeeper standing = new FakeTimekeeper();

        @Override
        public Instant now() {
            return standing.now();
        }

        @Override
        public long nanoTime() {
            return standing.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            new CountDownLatch(1).await();
        }

        @Override
        public void await(Condition condition, Duration duration) {
            throw new UnsupportedOperationException();
        }

        @Override
        public double random() {
            return 0;
        }
    }

    @Test
    void asksTheEnvironmentHowWideTheScreenIs() {
        assertThat(Screen.columns("132")).isEqualTo(132);
        assertThat(Screen.columns("")).isEqualTo(80);
        assertThat(Screen.columns("0")).isEqualTo(80);
        assertThat(Screen.columns("99999999999")).isEqualTo(80);
    }
}

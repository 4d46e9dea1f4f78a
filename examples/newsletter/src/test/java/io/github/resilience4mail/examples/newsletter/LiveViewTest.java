/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LiveViewTest {

    private final Words english = new Words(Locale.ENGLISH);
    private final LiveView view = new LiveView(english, Paint.PLAIN, 1);

    private static DestinationRow row(String name, double pace, Duration paused, int left) {
        return new DestinationRow(name, new LaneFigures(2, 3, 0, paused, 120, 31, 120), pace, pace, 120, 4, 1, left);
    }

    private static Board board(DestinationRow... rows) {
        return new Board(1_226, 2_000, 964, 160, Duration.ofMillis(3_040), Duration.ofMillis(3_040), List.of(rows));
    }

    private final Board usual = board(
            row("healthy.example", 1_920, Duration.ZERO, 0),
            row("busy.example", 40, Duration.ZERO, 280),
            row("slow.example", 60, Duration.ofSeconds(102), 60),
            row("still.example", 0, Duration.ZERO, 8));

    @Test
    void showsEachDestinationOnALineOfItsOwn() {
        assertThat(view.lines(usual, 80, 24))
                .containsExactly(
                        "1,226 of 2,000 (61 %)  ·  964 delivered  ·  160 deferred",
                        "━".repeat(48) + "─".repeat(31),
                        "after 3.0 s, an unknown time left",
                        "",
                        "domain           lanes  per min  delivered  deferred  failed  refusals  left",
                        "healthy.example    2/3                 120         4       1        31  done",
                        "busy.example       2/3       40        120         4       1        31  7:00",
                        "slow.example       2/3    pause        120         4       1        31  1:42",
                        "still.example      2/3        0        120         4       1        31     …",
                        "",
                        "Ctrl-C stops the run.");
    }

    @Test
    void saysHowLongTheSlowestWillTake() {
        Board moving = board(row("a.example", 40, Duration.ZERO, 280), row("b.example", 40, Duration.ZERO, 40));
        assertThat(view.lines(moving, 80, 24)).contains("after 3.0 s, 7 min 00 s left");
    }

    @Test
    void countsThoseWhoAreGivenUpAmongThoseWhoEnd() {
        DestinationRow troubled = new DestinationRow(
                "troubled.example", new LaneFigures(2, 3, 0, Duration.ZERO, 10, 90, 100), 6, 60, 10, 0, 90, 7_200);
        assertThat(troubled.remaining()).contains(Duration.ofHours(2));
        assertThat(view.lines(board(troubled), 80, 24)).anyMatch(line -> line.endsWith("2h00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 40, 60, 79, 80, 132, 200})
    void neverTouchesTheLastColumn(int columns) {
        assertThat(view.lines(usual, columns, 24))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(Math.max(1, columns - 1)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 7, 9, 24})
    void isNeverHigherThanTheScreen(int rows) {
        assertThat(view.lines(usual, 80, rows)).hasSizeBetween(1, rows);
    }

    @Test
    void leavesOutWhatMattersLessOnANarrowScreen() {
        assertThat(view.lines(usual, 60, 24))
                .contains(
                        "domain           lanes  per min  delivered  refusals  left",
                        "slow.example       2/3    pause        120        31  1:42");
    }

    @Test
    void showsADomainThatTriesToWriteOnTheScreenAsText() {
        Board hostile = board(row("evil\u001b[2J\u202e.example", 1, Duration.ZERO, 1));
        assertThat(String.join("", view.lines(hostile, 80, 24))).doesNotContain("\u001b", "\u202e");
    }

    @Test
    void usesColoursUnlessTheyAreNotWanted() {
        assertThat(Screen.paint(Map.of())).isEqualTo(Paint.COLOURED);
        assertThat(Screen.paint(Map.of("NO_COLOR", ""))).isEqualTo(Paint.COLOURED);
        assertThat(Screen.paint(Map.of("NO_COLOR", "1"))).isEqualTo(Paint.PLAIN);
        List<String> coloured = new LiveView(english, Paint.COLOURED, 1).lines(usual, 80, 24);
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
                .containsExactlyElementsOf(view.lines(usual, 80, 24));
        assertThat(String.join("", coloured)).contains("\u001b[32m", "\u001b[33m", "\u001b[0m");
    }

    @Test
    void addsUpTheManySmallDestinations() {
        List<String> addresses = new ArrayList<>();
        IntStream.range(0, 30).forEach(i -> addresses.add("a@d" + i + ".example"));
        Tally tally = new Tally(List.of());
        tally.add(Reports.delivered("a@d0.example"));
        tally.add(Reports.delivered("a@d29.example"));
        Audience audience = new Audience(addresses, List.of());
        History history = new History(
                audience,
                () -> Map.of(
                        "d20.example", new LaneFigures(1, 2, 0, Duration.ZERO, 0, 3, 0),
                        "d21.example", new LaneFigures(1, 2, 0, Duration.ZERO, 0, 4, 0)));
        history.look(Duration.ofSeconds(1));
        Board board = Board.of(tally, audience, history, Duration.ZERO, Duration.ZERO);
        assertThat(board.rows()).hasSize(13);
        DestinationRow others = board.rows().get(12);
        assertThat(others.name()).isEqualTo(History.OTHERS);
        assertThat(others.lanes()).isEqualTo(new LaneFigures(2, 4, 0, Duration.ZERO, 0, 7, 0));
        assertThat(others.delivered()).isEqualTo(1);
        assertThat(others.left()).isEqualTo(17);
        assertThat(view.lines(board, 80, 40)).anyMatch(line -> line.startsWith("all others "));
    }

    @Test
    void drawsOverThePictureBeforeAndLeavesTheScreenAsItWas() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        List<TerminalSize> asked = new ArrayList<>();
        LiveDisplay display =
                LiveDisplay.open(out, view, new PlainDisplay(out, english), new TerminalSize(80, 24), size -> {
                    asked.add(size);
                    return new TerminalSize(40, 6);
                });
        display.draw(usual);
        display.draw(usual);
        display.close(usual);
        display.close();
        display.draw(usual);
        String drawn = bytes.toString(StandardCharsets.UTF_8);
        assertThat(asked).containsExactly(new TerminalSize(80, 24));
        assertThat(drawn)
                .startsWith("\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H1,226 of")
                .endsWith("\u001b[?7h\u001b[?25h\u001b[?1049l1,226 of 2,000 (61 %), 964 delivered, 3.0 s"
                        + System.lineSeparator())
                .doesNotContain("\u001b[2J");
        assertThat(drawn.split("\u001b\\[H", -1)).hasSize(3);
        assertThat(drawn.split("\u001b\\[H", -1)[1].split("\r\n", -1)).hasSize(6);
    }

    @Test
    void asksTheTerminalHowBigItIs() {
        TerminalSize usualSize = TerminalSize.of(Map.of());
        assertThat(usualSize).isEqualTo(new TerminalSize(80, 24));
        assertThat(TerminalSize.of(Map.of("COLUMNS", "132", "LINES", "50"))).isEqualTo(new TerminalSize(132, 50));
        assertThat(TerminalSize.of(Map.of("COLUMNS", "0", "LINES", "99999999999")))
                .isEqualTo(usualSize);
        assertThat(usualSize.parse("40 120\n")).isEqualTo(new TerminalSize(120, 40));
        assertThat(usualSize.parse("0 0\n")).isEqualTo(usualSize);
        assertThat(usualSize.parse("stty: standard input")).isEqualTo(usualSize);
    }
}

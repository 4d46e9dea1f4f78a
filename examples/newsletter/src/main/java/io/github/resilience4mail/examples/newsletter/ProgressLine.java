/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.time.Duration;

/** How far a run is, on one line. It holds nothing that a server said. */
final class ProgressLine {

    private static final int SHORTEST_BAR = 10;

    private final Words words;
    private final int columns;

    ProgressLine(Words words, int columns) {
        this.words = words;
        this.columns = columns;
    }

    /** For a terminal: with a bar, and as wide as the screen but for the last column, where some begin a new line. */
    String bar(Tally tally, int total, Duration elapsed) {
        int width = columns - 1;
        String figures = figures(tally, total, elapsed);
        int cells = width - figures.length() - 3;
        if (cells < SHORTEST_BAR) {
            return figures.length() > width ? figures.substring(0, Math.max(0, width)) : pad(figures, width);
        }
        int full = (int) ((long) cells * tally.ended() / Math.max(1, total));
        return pad("[" + "#".repeat(full) + ".".repeat(cells - full) + "] " + figures, width);
    }

    /** For a file or a pipe. */
    String plain(Tally tally, int total, Duration elapsed) {
        return figures(tally, total, elapsed);
    }

    private String figures(Tally tally, int total, Duration elapsed) {
        int ended = tally.ended();
        return words.of(
                "progress",
                ended,
                total,
                100L * ended / Math.max(1, total),
                tally.of(Outcome.DELIVERED),
                words.duration(elapsed));
    }

    /** A line that is drawn over another must cover it. */
    private static String pad(String line, int width) {
        return line + " ".repeat(Math.max(0, width - line.length()));
    }
}

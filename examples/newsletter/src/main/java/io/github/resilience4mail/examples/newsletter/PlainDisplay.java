/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.PrintStream;
import java.time.Duration;

/** For a file or a pipe: a line every few seconds. */
final class PlainDisplay implements Display {

    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final PrintStream out;
    private final Words words;

    PlainDisplay(PrintStream out, Words words) {
        this.out = out;
        this.words = words;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void draw(Board board) {
        out.println(line(board));
    }

    String line(Board board) {
        return words.of(
                "progress",
                board.ended(),
                board.total(),
                (int) (100 * board.share()),
                board.delivered(),
                words.duration(board.elapsed()));
    }

    @Override
    public void close(Board last) {
        draw(last);
    }

    @Override
    public void close() {
        // each line ends where it is written
    }
}

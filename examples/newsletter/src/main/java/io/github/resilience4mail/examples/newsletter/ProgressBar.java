/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;

/**
 * Shows how far a run is while it goes on: on a terminal a bar that is redrawn ten times a second, elsewhere a line
 * every few seconds. It goes by the reader's time, not by the run's. One thread of its own draws until it is closed.
 */
final class ProgressBar implements AutoCloseable {

    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final Duration NEW_LINE = Duration.ofSeconds(3);

    private final Screen screen;
    private final ProgressLine line;
    private final Tally tally;
    private final int total;
    private final Timekeeper timekeeper;
    private final long startNanos;
    private final Thread painter;

    private ProgressBar(Screen screen, Words words, Tally tally, int total, Timekeeper timekeeper) {
        this.screen = screen;
        this.line = new ProgressLine(words, screen.columns());
        this.tally = tally;
        this.total = total;
        this.timekeeper = timekeeper;
        this.startNanos = timekeeper.nanoTime();
        this.painter = new Thread(this::paint, "newsletter-progress");
        painter.setDaemon(true);
    }

    /** Begins to draw. */
    static ProgressBar start(Screen screen, Words words, Tally tally, int total, Timekeeper timekeeper) {
        ProgressBar bar = new ProgressBar(screen, words, tally, total, timekeeper);
        bar.painter.start();
        return bar;
    }

    private void paint() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timekeeper.sleep(screen.interactive() ? REDRAW : NEW_LINE);
                draw();
            }
        } catch (InterruptedException e) {
            // it is closed, which draws the last state
        }
    }

    private void draw() {
        if (screen.interactive()) {
            screen.out().print('\r' + line.bar(tally, total, elapsed()));
            screen.out().flush();
        } else {
            screen.out().println(line.plain(tally, total, elapsed()));
        }
    }

    /** How long it has been drawing. */
    Duration elapsed() {
        return Duration.ofNanos(timekeeper.nanoTime() - startNanos);
    }

    /** Draws the last state, and ends the line. */
    @Override
    public void close() {
        painter.interrupt();
        boolean interrupted = false;
        while (painter.isAlive()) {
            try {
                painter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        draw();
        if (screen.interactive()) {
            screen.out().println();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Looks how a run goes on ten times a second, and shows it. It goes by the reader's time, not by the run's. One thread
 * of its own does it until it is closed.
 */
final class Watch implements AutoCloseable {

    private static final Duration LOOK = Duration.ofMillis(100);

    private final Timekeeper timekeeper;
    private final Runnable look;
    private final Supplier<Board> board;
    private final Display display;
    private final Thread watcher;

    private Watch(Timekeeper timekeeper, Runnable look, Supplier<Board> board, Display display) {
        this.timekeeper = timekeeper;
        this.look = look;
        this.board = board;
        this.display = display;
        this.watcher = new Thread(this::watch, "newsletter-watch");
        watcher.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param look takes down how things stand
     * @param board what is to be shown of it
     */
    static Watch start(Timekeeper timekeeper, Runnable look, Supplier<Board> board, Display display) {
        Watch watch = new Watch(timekeeper, look, board, display);
        watch.watcher.start();
        return watch;
    }

    private void watch() {
        try {
            long drawnNanos = timekeeper.nanoTime();
            while (!Thread.currentThread().isInterrupted()) {
                look.run();
                if (timekeeper.nanoTime() - drawnNanos >= display.interval().toNanos()) {
                    drawnNanos = timekeeper.nanoTime();
                    display.draw(board.get());
                }
                timekeeper.sleep(LOOK);
            }
        } catch (InterruptedException e) {
            // it is closed, which shows the last state
        }
    }

    /** Looks a last time, and shows how it ended. */
    @Override
    public void close() {
        watcher.interrupt();
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        look.run();
        display.close(board.get());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * For a terminal: a picture on its other screen, drawn over itself. Each picture is one write, line by line over the
 * one before, so nothing is empty in between. The other screen is left behind at the end, on Ctrl-C too.
 */
final class LiveDisplay implements Display {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final int DRAWN_PER_SIZE = 5;
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String END_OF_SCREEN = "\u001b[J";

    private final PrintStream out;
    private final LiveView view;
    private final PlainDisplay plain;
    private final UnaryOperator<TerminalSize> ask;
    private final Thread onExit = new Thread(this::leave, "newsletter-screen");
    private TerminalSize size;
    private int drawn;
    private boolean left;

    private LiveDisplay(
            PrintStream out, LiveView view, PlainDisplay plain, TerminalSize size, UnaryOperator<TerminalSize> ask) {
        this.out = out;
        this.view = view;
        this.plain = plain;
        this.size = size;
        this.ask = ask;
    }

    /**
     * Goes to the other screen.
     *
     * @param plain says how it ended, on the screen that stays
     * @param size the terminal's, as far as it is known
     * @param ask gives the size at present, if that is another
     */
    static LiveDisplay open(
            PrintStream out, LiveView view, PlainDisplay plain, TerminalSize size, UnaryOperator<TerminalSize> ask) {
        LiveDisplay display = new LiveDisplay(out, view, plain, size, ask);
        Runtime.getRuntime().addShutdownHook(display.onExit);
        out.print(ENTER);
        out.flush();
        return display;
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public synchronized void draw(Board board) {
        if (left) {
            return;
        }
        if (drawn++ % DRAWN_PER_SIZE == 0) {
            size = ask.apply(size);
        }
        List<String> lines = view.lines(board, size.columns(), size.rows());
        // no line end after the last one: on the lowest line it would scroll
        out.print(HOME + String.join(END_OF_LINE + "\r\n", lines) + END_OF_LINE + END_OF_SCREEN);
        out.flush();
    }

    @Override
    public void close(Board last) {
        close();
        plain.close(last);
    }

    @Override
    public void close() {
        leave();
        try {
            Runtime.getRuntime().removeShutdownHook(onExit);
        } catch (IllegalStateException e) {
            // the process is ending already, and does it itself
        }
    }

    private synchronized void leave() {
        if (!left) {
            left = true;
            out.print(LEAVE);
            out.flush();
        }
    }
}

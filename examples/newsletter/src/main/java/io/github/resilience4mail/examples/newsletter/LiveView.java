/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.smtp.PrintableText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The picture of a run that goes on, as lines of text that fit a screen. It holds nothing that a server said; a domain
 * comes from the list of subscribers.
 */
final class LiveView {

    private static final int LONGEST_NAME = 32;
    private static final int SHORTEST_NAME = 16;
    private static final int LINES_AROUND = 6;
    private static final String GAP = "  ";

    private static final List<String> HEADINGS = List.of(
            "table.domain",
            "live.lanes",
            "live.pace",
            "table.delivered",
            "table.deferred",
            "live.failed",
            "table.refusals",
            "live.left");
    /** Which columns are left out on a narrow screen, the first one first. */
    private static final List<Integer> GIVING_WAY = List.of(4, 5, 6, 1, 2, 3);

    private final Words words;
    private final Paint paint;
    private final int factor;

    /**
     * @param paint for colours, or without
     * @param factor how many times as fast the time of server and client runs
     */
    LiveView(Words words, Paint paint, int factor) {
        this.words = words;
        this.paint = paint;
        this.factor = factor;
    }

    /** The lines: not more than there are rows, none longer than the columns, the last one left free. */
    List<String> lines(Board board, int columns, int rows) {
        int width = Math.max(1, columns - 1);
        List<String> lines = new ArrayList<>();
        lines.add(paint.strong(fit(headline(board), width)));
        lines.add(bar(board, width));
        lines.add(fit(time(board), width));
        lines.add("");
        addTable(board, width, Math.max(1, rows - LINES_AROUND), lines);
        lines.add("");
        lines.add(paint.faint(fit(words.of("live.stop"), width)));
        return lines.subList(0, Math.min(lines.size(), Math.max(1, rows)));
    }

    private String headline(Board board) {
        return words.of(
                "live.headline",
                board.ended(),
                board.total(),
                (int) (100 * board.share()),
                board.delivered(),
                board.deferred());
    }

    private String time(Board board) {
        String left = board.remaining().map(words::duration).orElseGet(() -> words.of("live.unknown"));
        return factor == 1
                ? words.of("live.time", words.duration(board.elapsed()), left)
                : words.of("live.time.scaled", words.duration(board.theirs()), left, factor);
    }

    private String bar(Board board, int width) {
        int full = (int) (width * board.share());
        return paint.good("━".repeat(full)) + paint.faint("─".repeat(width - full));
    }

    private void addTable(Board board, int width, int rows, List<String> lines) {
        List<DestinationRow> shown =
                board.rows().subList(0, Math.min(rows, board.rows().size()));
        List<List<String>> cells = new ArrayList<>();
        cells.add(HEADINGS.stream().map(words::of).toList());
        shown.forEach(row -> cells.add(cells(row)));
        List<Integer> columns = columns(cells, width);
        lines.add(paint.faint(line(cells, 0, columns, width)));
        for (int i = 0; i < shown.size(); i++) {
            lines.add(coloured(shown.get(i), line(cells, i + 1, columns, width)));
        }
    }

    private List<String> cells(DestinationRow row) {
        LaneFigures lanes = row.lanes();
        return List.of(
                row.name().equals(History.OTHERS)
                        ? words.of("live.others")
                        : PrintableText.of(row.name(), LONGEST_NAME),
                lanes.lanes() + "/" + lanes.laneLimit(),
                pace(row),
                words.number(row.delivered()),
                words.number(row.deferred()),
                words.number(row.failed()),
                words.number(lanes.refused()),
                left(row));
    }

    private String pace(DestinationRow row) {
        if (row.isDone()) {
            return "";
        }
        return row.isPaused() ? words.of("live.paused") : words.number(Math.round(row.pacePerMinute()));
    }

    private String left(DestinationRow row) {
        return row.isDone()
                ? words.of("live.done")
                : row.remaining().map(LiveView::clock).orElse("…");
    }

    private static String clock(Duration duration) {
        return duration.toHours() > 0
                ? String.format(Locale.ROOT, "%dh%02d", duration.toHours(), duration.toMinutesPart())
                : String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }

    /** Those columns for which there is room beside the names. */
    private static List<Integer> columns(List<List<String>> rows, int width) {
        List<Integer> columns = new ArrayList<>();
        for (int column = 0; column < HEADINGS.size(); column++) {
            columns.add(column);
        }
        for (Integer leastNeeded : GIVING_WAY) {
            if (widthOfFigures(rows, columns) + SHORTEST_NAME <= width) {
                break;
            }
            columns.remove(leastNeeded);
        }
        return columns;
    }

    private static int widthOfFigures(List<List<String>> rows, List<Integer> columns) {
        return columns.stream()
                .filter(column -> column > 0)
                .mapToInt(column -> width(rows, column) + GAP.length())
                .sum();
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    /** Names to the left, figures to the right. */
    private static String line(List<List<String>> rows, int number, List<Integer> columns, int width) {
        List<String> row = rows.get(number);
        int nameWidth = Math.max(1, Math.min(width(rows, 0), width - widthOfFigures(rows, columns)));
        String name = fit(row.get(0), nameWidth);
        StringBuilder line = new StringBuilder(name).append(" ".repeat(nameWidth - name.length()));
        for (int column : columns.subList(1, columns.size())) {
            String cell = row.get(column);
            line.append(GAP)
                    .append(" ".repeat(width(rows, column) - cell.length()))
                    .append(cell);
        }
        return fit(line.toString(), width);
    }

    private String coloured(DestinationRow row, String line) {
        if (row.isDone()) {
            return row.failed() + row.deferred() > 0 ? line : paint.good(line);
        }
        return row.isPaused() ? paint.warning(line) : line;
    }

    private static String fit(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width <= 1 ? text.substring(0, width) : text.substring(0, width - 1) + "…";
    }
}

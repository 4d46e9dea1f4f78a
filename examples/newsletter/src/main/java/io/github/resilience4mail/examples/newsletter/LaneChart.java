/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * How the sending to one destination went, drawn: lanes, pace and refusals one above the other over the same time, and
 * behind them the pauses.
 */
final class LaneChart {

    private static final double WIDTH = 360;
    private static final double HEIGHT = 280;
    private static final double LEFT = 4;
    private static final double RIGHT = 356;
    /** From where a strip's title begins down to its words, and to the strip itself. */
    private static final double TITLE = 14;

    private static final double HEAD = 22;
    private static final double FOOT = 262;
    private static final int MOST_TICKS = 5;

    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofDays(1));

    private final Words words;
    private final Course course;
    private final Duration length;

    /** A part of the picture with a scale of its own, from its upper edge to its base. */
    private record Strip(double top, double base, double most) {

        double y(double value) {
            return most <= 0 ? base : base - (base - top) * value / most;
        }
    }

    LaneChart(Words words, Course course, Duration length) {
        this.words = words;
        this.course = course;
        this.length = length;
    }

    /**
     * Draws it.
     *
     * @param id by which the page refers to it
     * @param name of the destination
     */
    void draw(Markup page, String id, String name) {
        page.open(
                "svg",
                "class",
                "chart",
                "viewBox",
                String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, HEIGHT),
                "role",
                "img",
                "aria-labelledby",
                id + "-title " + id + "-text");
        page.element("title", words.of("page.chart.title", name), "id", id + "-title");
        page.element("desc", description(), "id", id + "-text");
        drawPauses(page);
        Strip lanes = new Strip(22, 82, Math.max(1, course.highestLaneLimit()));
        drawTitle(page, lanes, "page.chart.lanes", words.of("page.chart.most", words.number(course.mostLanes())));
        drawArea(page, lanes, "lanes", Course.Slice::lanes);
        drawLimit(page, lanes, Course.Slice::laneLimit);
        Strip pace = new Strip(116, 176, course.highestPace());
        String most = words.number(Math.round(course.highestPace()));
        drawTitle(page, pace, "page.chart.pace", words.of("page.chart.most", most));
        drawArea(page, pace, "pace", Course.Slice::pacePerMinute);
        drawLimit(page, pace, Course.Slice::paceLimit);
        Strip refused = new Strip(210, 256, course.mostRefused());
        drawTitle(page, refused, "page.chart.refusals", words.of("page.chart.inAll", words.number(refusedInAll())));
        drawBars(page, refused);
        drawTime(page);
        page.close().line();
    }

    /** The picture in words. */
    String description() {
        double average = course.slices().stream()
                .mapToDouble(Course.Slice::pacePerMinute)
                .average()
                .orElse(0);
        return words.of(
                "page.chart.description",
                course.mostLanes(),
                course.lastLaneLimit(),
                Math.round(course.highestPace()),
                Math.round(average),
                refusedInAll());
    }

    private long refusedInAll() {
        return Math.round(course.refused());
    }

    private double x(double slice) {
        return LEFT + (RIGHT - LEFT) * slice / course.slices().size();
    }

    private void drawTitle(Markup page, Strip strip, String key, String figure) {
        double y = strip.top() - HEAD + TITLE;
        page.element("text", words.of(key), "class", "strip", "x", LEFT, "y", y);
        page.element("text", figure, "class", "figure", "x", RIGHT, "y", y, "text-anchor", "end");
        page.empty("line", "class", "base", "x1", LEFT, "x2", RIGHT, "y1", strip.base(), "y2", strip.base());
    }

    /** One rectangle for each run of slices in which nothing was sent because the destination wanted a rest. */
    private void drawPauses(Markup page) {
        List<Course.Slice> slices = course.slices();
        int start = -1;
        for (int i = 0; i <= slices.size(); i++) {
            boolean paused = i < slices.size() && slices.get(i).paused();
            if (paused && start < 0) {
                start = i;
            } else if (!paused && start >= 0) {
                page.open("rect", "class", "paused", "x", x(start), "y", "0", "width", x(i) - x(start), "height", FOOT);
                page.element("title", words.of("page.chart.paused")).close();
                start = -1;
            }
        }
    }

    private void drawArea(Markup page, Strip strip, String style, ToDoubleFunction<Course.Slice> value) {
        String line = steps(strip, value);
        String area = line + String.format(Locale.ROOT, "V%.1fH%.1fZ", strip.base(), LEFT);
        page.empty("path", "class", "area " + style, "d", area);
        page.empty("path", "class", "line " + style, "d", line);
    }

    private String steps(Strip strip, ToDoubleFunction<Course.Slice> value) {
        StringBuilder line = new StringBuilder();
        List<Course.Slice> slices = course.slices();
        for (int i = 0; i < slices.size(); i++) {
            double y = strip.y(value.applyAsDouble(slices.get(i)));
            line.append(String.format(Locale.ROOT, i == 0 ? "M%.1f %.1f" : "V%2$.1f", x(i), y));
            line.append(String.format(Locale.ROOT, "H%.1f", x(i + 1)));
        }
        return line.toString();
    }

    /** Where one is known, and within the strip: one far above says nothing of what happened. */
    private void drawLimit(Markup page, Strip strip, ToDoubleFunction<Course.Slice> limit) {
        StringBuilder line = new StringBuilder();
        boolean known = false;
        for (int i = 0; i < course.slices().size(); i++) {
            double value = limit.applyAsDouble(course.slices().get(i));
            boolean drawn = value > 0 && value <= strip.most();
            if (drawn) {
                String format = known ? "V%2$.1fH%3$.1f" : "M%1$.1f %2$.1fH%3$.1f";
                line.append(String.format(Locale.ROOT, format, x(i), strip.y(value), x(i + 1)));
            }
            known = drawn;
        }
        if (!line.isEmpty()) {
            page.empty("path", "class", "limit", "d", line);
        }
    }

    private void drawBars(Markup page, Strip strip) {
        List<Course.Slice> slices = course.slices();
        double width = Math.max(1, x(1) - x(0) - 1);
        for (int i = 0; i < slices.size(); i++) {
            // less than half of one is but a share of a refusal in the next slice
            if (slices.get(i).refused() >= 0.5) {
                double y = Math.min(strip.base() - 1.5, strip.y(slices.get(i).refused()));
                page.empty("rect", "class", "refusals", "x", x(i), "y", y, "width", width, "height", strip.base() - y);
            }
        }
    }

    private void drawTime(Markup page) {
        Duration step = step();
        double whole = Math.max(1, length.toMillis());
        for (Duration at = Duration.ZERO; at.compareTo(length) <= 0; at = at.plus(step)) {
            double x = LEFT + (RIGHT - LEFT) * at.toMillis() / whole;
            page.empty("line", "class", "tick", "x1", x, "x2", x, "y1", FOOT - 6, "y2", FOOT - 2);
            String anchor = at.isZero() ? "start" : x > RIGHT - 20 ? "end" : "middle";
            page.element(
                    "text", words.shortDuration(at), "class", "time", "x", x, "y", FOOT + 12, "text-anchor", anchor);
        }
    }

    private Duration step() {
        return STEPS.stream()
                .filter(step -> length.dividedBy(step) <= MOST_TICKS)
                .findFirst()
                .orElseGet(() -> length.dividedBy(MOST_TICKS).plusSeconds(1));
    }
}

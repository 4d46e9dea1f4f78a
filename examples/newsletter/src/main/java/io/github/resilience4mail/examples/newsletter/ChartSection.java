/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.smtp.PrintableText;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** How it went at each destination, on the page: a chart, and its figures as a table. */
final class ChartSection {

    private static final int SLICES = 60;
    private static final int SLICES_PER_ROW = 5;
    private static final int MAX_NAME = 60;

    private final Words words;

    ChartSection(Words words) {
        this.words = words;
    }

    void write(Markup page, RunRecord run) {
        page.open("section", "aria-labelledby", "charts").line();
        page.element("h2", words.of("page.charts"), "id", "charts").line();
        page.open("p", "class", "note");
        page.text(words.of("page.charts.note"));
        page.close().line();
        page.open("div", "class", "charts").line();
        int number = 0;
        for (String destination : run.history().destinations()) {
            writeChart(page, run, destination, "chart-" + ++number);
        }
        page.close().close().line();
    }

    private void writeChart(Markup page, RunRecord run, String destination, String id) {
        Duration length = run.theirs().isZero() ? Duration.ofSeconds(1) : run.theirs();
        Course course = Course.of(run.history().moments(destination), length, SLICES);
        String name =
                destination.equals(History.OTHERS) ? words.of("live.others") : PrintableText.of(destination, MAX_NAME);
        page.open("figure").line();
        page.open("figcaption").element("bdi", name).close().line();
        new LaneChart(words, course, length).draw(page, id, name);
        writeFigures(page, course.inLongerSlices(SLICES_PER_ROW), name);
        page.close().line();
    }

    /** For whoever cannot see the chart, or wants to know it exactly. */
    private void writeFigures(Markup page, Course course, String name) {
        page.open("details").element("summary", words.of("page.chart.figures"));
        page.open("table").element("caption", words.of("page.chart.title", name), "class", "hidden");
        page.open("thead").open("tr");
        Stream.of("page.chart.from", "page.chart.lanes", "page.chart.pace", "page.chart.refusals")
                .forEach(column -> page.element("th", words.of(column), "scope", "col", "class", "number"));
        page.close().close().open("tbody");
        List<Course.Slice> slices = course.slices();
        for (int i = 0; i < slices.size(); i++) {
            Course.Slice slice = slices.get(i);
            page.open("tr");
            String from = words.shortDuration(course.slice().multipliedBy(i));
            page.element("th", from, "scope", "row", "class", "number");
            page.element("td", words.number(slice.lanes()), "class", "number");
            page.element("td", words.number(Math.round(slice.pacePerMinute())), "class", "number");
            page.element("td", words.number(Math.round(slice.refused())), "class", "number");
            page.close();
        }
        page.close().close().close().line();
    }
}

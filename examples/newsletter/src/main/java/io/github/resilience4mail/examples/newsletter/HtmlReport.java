/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Objects;

/**
 * The report of a run as one page: it needs no network and no script, suits a dark and a light screen, and paper. What
 * servers said is in it as text, and nothing else; bodies and credentials are not in it at all.
 */
final class HtmlReport {

    private static final String STYLE = "report.css";
    /** Nothing may be loaded or run, whatever gets into the page. */
    private static final String NOTHING_FROM_ELSEWHERE = "default-src 'none'; style-src 'unsafe-inline'";

    private final Words words;

    HtmlReport(Words words) {
        this.words = words;
    }

    /**
     * The page.
     *
     * @param claims what was held against the server's own count; none if nothing was
     */
    String of(RunRecord run, List<SelfCheck.Claim> claims) {
        Markup page = new Markup();
        page.verbatim("<!DOCTYPE html>\n");
        page.open("html", "lang", words.language());
        writeHead(page, run);
        page.open("body").line();
        page.open("main").line();
        writeSummary(page, run);
        new ProblemSection(words).write(page, run.tally().problems());
        new DestinationSection(words).write(page, run);
        new ChartSection(words).write(page, run);
        new GroupSection(words).write(page, run.tally());
        if (!claims.isEmpty()) {
            writeCheck(page, claims);
        }
        page.close().line();
        page.open("footer");
        page.element("p", words.of("page.footer"));
        return page.close().line().close().close().toString() + "\n";
    }

    private void writeHead(Markup page, RunRecord run) {
        page.open("head").line();
        page.empty("meta", "charset", "UTF-8").line();
        page.empty("meta", "http-equiv", "Content-Security-Policy", "content", NOTHING_FROM_ELSEWHERE)
                .line();
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
                .line();
        page.empty("meta", "name", "color-scheme", "content", "light dark").line();
        page.empty("meta", "name", "referrer", "content", "no-referrer").line();
        page.element("title", words.of("page.title") + " · " + headline(run)).line();
        page.open("style").line().verbatim(style()).close().line();
        page.close().line();
    }

    private static String style() {
        try (InputStream in = Objects.requireNonNull(HtmlReport.class.getResourceAsStream(STYLE), STYLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String headline(RunRecord run) {
        return words.of(
                "page.headline", run.tally().of(Outcome.DELIVERED), run.tally().ended());
    }

    private void writeSummary(Markup page, RunRecord run) {
        page.open("header");
        page.open("p", "class", "kicker").text(words.of("page.title") + " · ");
        String date = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                .withLocale(words.locale())
                .withZone(ZoneId.systemDefault())
                .format(run.began());
        page.element("time", date, "datetime", run.began().toString()).close().line();
        page.element("h1", headline(run)).line();
        DomainCount all = run.tally().all();
        page.open("div", "class", "outcomes");
        new OutcomeBar(words).draw(page, all, 14);
        writeLegend(page, all);
        page.close().line();
        writeFigures(page, run, all);
        if (run.factor() > 1) {
            page.element("p", words.of("page.factor", run.factor()), "class", "note");
        }
        if (run.earlier() > 0) {
            page.element("p", words.of("page.earlier", run.earlier()), "class", "note");
        }
        page.close().line();
    }

    private void writeLegend(Markup page, DomainCount all) {
        page.open("ul", "class", "legend");
        for (Outcome outcome : OutcomeBar.occurring(all)) {
            page.open("li");
            page.element("i", "", "class", "dot back-" + OutcomeBar.style(outcome), "aria-hidden", "true");
            page.element("b", words.number(all.of(outcome)));
            page.text(" " + words.of("outcome." + outcome) + " ");
            page.element("small", words.percent(all.of(outcome), all.recipients()));
            page.close();
        }
        page.close();
    }

    private void writeFigures(Markup page, RunRecord run, DomainCount all) {
        long refusals = run.tally().domains().stream().mapToLong(run.refusals()).sum();
        page.open("dl", "class", "figures");
        writeFigure(page, "page.took", words.duration(run.factor() == 1 ? run.took() : run.theirs()));
        writeFigure(page, "page.connections", words.number(run.connections()));
        writeFigure(page, "table.attempts", words.number(all.attempts()));
        writeFigure(page, "table.refusals", words.number(refusals));
        writeFigure(page, "page.duplicates", words.number(run.tally().possibleDuplicates()));
        writeFigure(page, "page.server", run.server());
        page.close().line();
    }

    private void writeFigure(Markup page, String key, String value) {
        page.open("div").element("dt", words.of(key));
        page.open("dd").element("bdi", value).close().close();
    }

    private void writeCheck(Markup page, List<SelfCheck.Claim> claims) {
        page.open("section", "aria-labelledby", "check").line();
        page.element("h2", words.of("page.check"), "id", "check").line();
        page.open("ul", "class", "claims").line();
        for (SelfCheck.Claim claim : claims) {
            page.open("li");
            String verdict = claim.holds() ? "holds" : "fails";
            page.element("b", words.of("page.check." + verdict), "class", "badge " + verdict);
            page.element("span", words.of(claim.key(), claim.figure()));
            page.close().line();
        }
        page.close().close().line();
    }
}

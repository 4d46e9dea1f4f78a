/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.List;
import java.util.stream.Stream;

/** The domains, on the page: a row for each of the biggest, one for the others, and the sum. */
final class DestinationSection {

    private static final int MAX_ROWS = 100;
    private static final int MAX_NAME = 60;

    private static final List<Outcome> OUTCOMES =
            List.of(Outcome.DELIVERED, Outcome.DEFERRED, Outcome.GIVEN_UP, Outcome.FIX_CONFIG, Outcome.UNKNOWN);

    private final Words words;

    DestinationSection(Words words) {
        this.words = words;
    }

    void write(Markup page, RunRecord run) {
        List<DomainCount> domains = run.tally().domains();
        page.open("section", "aria-labelledby", "destinations").line();
        page.element("h2", words.of("page.destinations"), "id", "destinations").line();
        page.open("div", "class", "wide", "tabindex", "0", "role", "region", "aria-labelledby", "destinations");
        page.open("table");
        page.element("caption", words.of("page.destinations.caption", domains.size()));
        page.open("thead").open("tr");
        page.element("th", words.of("table.domain"), "scope", "col");
        page.element("th", words.of("page.outcomes"), "scope", "col");
        Stream.of("delivered", "deferred", "givenUp", "toFix", "unknown", "attempts", "refusals")
                .forEach(column -> page.element("th", words.of("table." + column), "scope", "col", "class", "number"));
        page.close().close().line().open("tbody").line();
        domains.stream().limit(MAX_ROWS).forEach(domain -> writeRow(page, run, domain.domain(), List.of(domain)));
        if (domains.size() > MAX_ROWS) {
            List<DomainCount> rest = domains.subList(MAX_ROWS, domains.size());
            writeRow(page, run, words.of("table.others", rest.size()), rest);
        }
        page.close().open("tfoot").line();
        writeRow(page, run, words.of("table.all"), domains);
        page.close().close().close().close().line();
    }

    private void writeRow(Markup page, RunRecord run, String name, List<DomainCount> domains) {
        DomainCount sum = new DomainCount(name);
        domains.forEach(sum::add);
        page.open("tr");
        page.open("th", "scope", "row")
                .element("bdi", PrintableText.of(name, MAX_NAME))
                .close();
        page.open("td", "class", "outcome");
        new OutcomeBar(words).draw(page, sum, 40);
        page.close();
        OUTCOMES.forEach(outcome -> writeNumber(page, sum.of(outcome)));
        writeNumber(page, sum.attempts());
        writeNumber(page, domains.stream().mapToLong(run.refusals()).sum());
        page.close().line();
    }

    private void writeNumber(Markup page, long value) {
        page.element("td", words.number(value), "class", value == 0 ? "number zero" : "number");
    }
}

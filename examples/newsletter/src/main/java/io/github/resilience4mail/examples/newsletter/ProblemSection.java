/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is to be done, on the page: a row for each cause. */
final class ProblemSection {

    private static final int MAX_ADDRESS = 80;

    private final Words words;

    ProblemSection(Words words) {
        this.words = words;
    }

    void write(Markup page, List<Problem> problems) {
        page.open("section", "aria-labelledby", "problems").line();
        page.element("h2", words.of("page.problems"), "id", "problems").line();
        if (problems.isEmpty()) {
            page.element("p", words.of("action.none"));
        } else {
            writeTable(page, problems);
        }
        page.close().line();
    }

    /** The roles say what it is where a narrow screen shows a row as a block. */
    private void writeTable(Markup page, List<Problem> problems) {
        page.open("table", "class", "problems", "role", "table");
        page.element("caption", words.of("page.problems.caption"));
        page.open("thead", "role", "rowgroup").open("tr", "role", "row");
        Stream.of("what", "cause", "action", "reply")
                .forEach(column -> page.element(
                        "th", words.of("page.problems." + column), "scope", "col", "role", "columnheader"));
        page.close().close().line();
        page.open("tbody", "role", "rowgroup").line();
        problems.forEach(problem -> writeRow(page, problem));
        page.close().close().line();
    }

    private void writeRow(Markup page, Problem problem) {
        Optional<Explanation> explanation = problem.explain(words.locale());
        page.open("tr", "role", "row");
        page.open("th", "scope", "row", "role", "rowheader");
        page.open("span", "class", "badge " + OutcomeBar.style(problem.outcome()));
        page.text(words.number(problem.count()) + " " + words.of("outcome." + problem.outcome()))
                .close();
        page.element("span", explanation.map(Explanation::title).orElseGet(() -> words.of("action.noVerdict")));
        page.close();
        writeCell(page, "cause", explanation.map(Explanation::cause).orElse(""));
        writeCell(page, "action", explanation.map(Explanation::action).orElse(""));
        page.open("td", "role", "cell", "data-label", words.of("page.problems.reply"));
        problem.reply()
                .ifPresentOrElse(
                        reply -> page.open("code").element("bdi", reply).close(),
                        () -> page.text(words.of("page.problems.silent")));
        page.open("span", "class", "who");
        for (String address : problem.named()) {
            page.element("bdi", PrintableText.of(address, MAX_ADDRESS)).text(" ");
        }
        int more = problem.count() - problem.named().size();
        page.text(more == 0 ? "" : words.of("page.problems.more", more));
        page.close().close().close().line();
    }

    private void writeCell(Markup page, String column, String text) {
        page.element("td", text, "role", "cell", "data-label", words.of("page.problems." + column));
    }
}

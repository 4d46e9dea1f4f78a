/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** The table at the end: a row for each domain, and the sum. */
final class DomainTable {

    private static final int MAX_ROWS = 20;
    private static final int MAX_NAME = 30;
    private static final String GAP = "  ";

    private final Words words;
    private final ToLongFunction<DomainCount> refusals;

    /**
     * @param refusals how many a domain answered, by whoever knows best
     */
    DomainTable(Words words, ToLongFunction<DomainCount> refusals) {
        this.words = words;
        this.refusals = refusals;
    }

    /** The table's lines. */
    List<String> lines(List<DomainCount> domains) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(Stream.of("domain", "delivered", "deferred", "givenUp", "toFix", "unknown", "attempts", "refusals")
                .map(column -> words.of("table." + column))
                .toList());
        domains.stream().limit(MAX_ROWS).forEach(domain -> rows.add(row(domain.domain(), List.of(domain))));
        if (domains.size() > MAX_ROWS) {
            List<DomainCount> rest = domains.subList(MAX_ROWS, domains.size());
            rows.add(row(words.of("table.others", rest.size()), rest));
        }
        rows.add(row(words.of("table.all"), domains));
        int[] widths = widths(rows);
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private List<String> row(String name, List<DomainCount> domains) {
        DomainCount sum = new DomainCount(name);
        domains.forEach(sum::add);
        return List.of(
                PrintableText.of(name, MAX_NAME),
                words.number(sum.of(Outcome.DELIVERED)),
                words.number(sum.of(Outcome.DEFERRED)),
                words.number(sum.of(Outcome.GIVEN_UP)),
                words.number(sum.of(Outcome.FIX_CONFIG)),
                words.number(sum.of(Outcome.UNKNOWN)),
                words.number(sum.attempts()),
                words.number(domains.stream().mapToLong(refusals).sum()));
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        return widths;
    }

    /** Names to the left, figures to the right. */
    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder(row.get(0))
                .append(" ".repeat(widths[0] - row.get(0).length()));
        for (int column = 1; column < widths.length; column++) {
            String cell = row.get(column);
            line.append(GAP).append(" ".repeat(widths[column] - cell.length())).append(cell);
        }
        return line.toString();
    }
}

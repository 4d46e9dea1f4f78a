/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.stream.Collectors;

/** The whole catalogue as a page of Markdown: what each reason means and asks for, and a reply for each rule. */
final class CataloguePage {

    private final StringBuilder page = new StringBuilder();
    private final Locale locale;
    private final ResourceBundle words;

    private CataloguePage(Locale locale) {
        this.locale = locale;
        // both exist exactly, so the default locale plays no part
        this.words = ResourceBundle.getBundle(
                "io.github.resilience4mail.catalogue.page", locale.equals(Locale.FRENCH) ? locale : Locale.ROOT);
    }

    /** The page in a language. */
    static String in(Locale locale) {
        CataloguePage page = new CataloguePage(locale);
        page.lines("# " + page.word("title"), "", page.word("introduction"));
        for (Decision decision : Decision.values()) {
            page.reasons(decision);
        }
        page.rules();
        return page.page.toString();
    }

    private void reasons(Decision decision) {
        lines("", "## " + decision, "", word(decision.name()), "");
        row("reason", "means", "do");
        for (Reason reason : Reason.values()) {
            if (reason.decision() == decision) {
                Explanation explained = Verdict.builder(reason).build().explain(locale);
                row3("`" + reason + "`", "**" + explained.title() + ".** " + explained.cause(), explained.action());
            }
        }
    }

    private void rules() {
        Map<String, List<Rule>> files = RuleFiles.written().all().stream()
                .collect(
                        Collectors.groupingBy(rule -> rule.position().file(), LinkedHashMap::new, Collectors.toList()));
        lines("", "## " + word("rules"), "", word("about.rules"));
        files.forEach((file, rules) -> {
            lines("", "### " + file, "");
            row("rule", "reply", "verdict");
            rules.forEach(
                    rule -> row3("`" + rule.id() + "`", code(rule.samples().get(0)), verdict(rule.verdict())));
        });
    }

    private static String verdict(Verdict verdict) {
        return verdict.decision() + " " + verdict.reason();
    }

    private static String code(Sample sample) {
        String phase = sample.phase() == null ? "" : " " + sample.phase();
        return "`" + sample.reply().replace('`', '\'').replace("\n", " ⏎ ") + "`" + phase;
    }

    private void row(String... keys) {
        row3(word(keys[0]), word(keys[1]), word(keys[2]));
        lines("|---|---|---|");
    }

    private void row3(String... cells) {
        lines(Arrays.stream(cells)
                .map(cell -> cell.replace("|", "\\|"))
                .collect(Collectors.joining(" | ", "| ", " |")));
    }

    private String word(String key) {
        return words.getString(key);
    }

    private void lines(String... lines) {
        for (String line : lines) {
            page.append(line).append('\n');
        }
    }
}

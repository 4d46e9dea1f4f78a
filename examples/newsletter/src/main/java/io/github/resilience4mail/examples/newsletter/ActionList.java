/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.smtp.PrintableText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The first few things to act on: what happened, to whom, what the server said, what to do. */
final class ActionList {

    private static final int MAX_PROBLEMS = 5;
    private static final int MAX_ADDRESS = 60;

    private final Words words;

    ActionList(Words words) {
        this.words = words;
    }

    /** The list's lines; none if there is nothing to do. */
    List<String> lines(List<Problem> problems) {
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (Problem problem : problems.stream().limit(MAX_PROBLEMS).toList()) {
            describe(++number, problem, lines);
        }
        if (problems.size() > MAX_PROBLEMS) {
            lines.add(words.of("action.more", problems.size() - MAX_PROBLEMS));
        }
        return lines;
    }

    private void describe(int number, Problem problem, List<String> lines) {
        Optional<Explanation> explanation = problem.explain(words.locale());
        lines.add(words.of(
                "action.what",
                number,
                problem.count(),
                words.of("outcome." + problem.outcome()),
                explanation.map(Explanation::title).orElseGet(() -> words.of("action.noVerdict"))));
        lines.add(words.of("action.who", names(problem)));
        problem.reply().ifPresent(reply -> lines.add(words.of("action.reply", reply)));
        explanation.ifPresent(text -> lines.add(words.of("action.do", text.action())));
    }

    private String names(Problem problem) {
        String names = problem.named().stream()
                .map(address -> PrintableText.of(address, MAX_ADDRESS))
                .collect(Collectors.joining(", "));
        int more = problem.count() - problem.named().size();
        return more == 0 ? names : words.of("action.andMore", names, more);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The outcomes side by side: as a bar, as wide as there is room for. */
final class OutcomeBar {

    private static final double WIDTH = 400;
    private static final double GAP = 1.5;
    private static final double LEAST = 2;

    private final Words words;

    OutcomeBar(Words words) {
        this.words = words;
    }

    /** The name that an outcome's colour goes by. */
    static String style(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The outcomes that occur. */
    static List<Outcome> occurring(DomainCount count) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> count.of(outcome) > 0)
                .toList();
    }

    /**
     * Draws it.
     *
     * @param height in the same unit as the width, which is 400
     */
    void draw(Markup page, DomainCount count, double height) {
        page.open(
                "svg",
                "class",
                "bar",
                "viewBox",
                String.format(Locale.ROOT, "0 0 %.0f %.0f", WIDTH, height),
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-label",
                inWords(count));
        page.element("title", inWords(count));
        page.element("desc", words.of("page.bar.description"));
        double x = 0;
        List<Outcome> outcomes = occurring(count);
        double free = WIDTH - GAP * Math.max(0, outcomes.size() - 1) - LEAST * outcomes.size();
        for (Outcome outcome : outcomes) {
            double width = LEAST + free * count.of(outcome) / count.recipients();
            page.empty("rect", "class", "fill-" + style(outcome), "x", x, "y", "0", "width", width, "height", height);
            x += width + GAP;
        }
        page.close();
    }

    /** "80 delivered, 160 deferred". */
    String inWords(DomainCount count) {
        return String.join(
                ", ",
                occurring(count).stream()
                        .map(outcome -> words.number(count.of(outcome)) + " " + words.of("outcome." + outcome))
                        .toList());
    }
}

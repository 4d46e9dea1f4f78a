/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import java.util.EnumMap;
import java.util.Map;

/** The recipients in groups, on the page: by how they ended, and how hard that was. */
final class GroupSection {

    /** A group, in the order in which they are shown. */
    private enum Group {
        AT_ONCE(Outcome.DELIVERED),
        LATER(Outcome.DELIVERED),
        TWICE(Outcome.DELIVERED),
        DEFERRED(Outcome.DEFERRED),
        GIVEN_UP(Outcome.GIVEN_UP),
        TO_FIX(Outcome.FIX_CONFIG),
        UNKNOWN(Outcome.UNKNOWN);

        private final Outcome outcome;

        Group(Outcome outcome) {
            this.outcome = outcome;
        }

        static Group of(Ending ending) {
            return switch (ending.outcome()) {
                case DELIVERED -> delivered(ending);
                case DEFERRED -> DEFERRED;
                case GIVEN_UP -> GIVEN_UP;
                case FIX_CONFIG -> TO_FIX;
                case UNKNOWN -> UNKNOWN;
            };
        }

        private static Group delivered(Ending ending) {
            if (ending.possibleDuplicate()) {
                return TWICE;
            }
            return ending.attempts() <= 1 ? AT_ONCE : LATER;
        }
    }

    private final Words words;

    GroupSection(Words words) {
        this.words = words;
    }

    void write(Markup page, Tally tally) {
        Map<Group, Integer> groups = new EnumMap<>(Group.class);
        tally.endings().forEach(ending -> groups.merge(Group.of(ending), 1, Integer::sum));
        page.open("section", "aria-labelledby", "groups").line();
        page.element("h2", words.of("page.groups"), "id", "groups").line();
        page.open("table", "class", "groups");
        page.element("caption", words.of("page.groups.caption"));
        page.open("thead").open("tr");
        page.element("th", words.of("page.groups.group"), "scope", "col");
        page.element("th", words.of("page.groups.recipients"), "scope", "col", "class", "number");
        page.element("th", words.of("page.groups.share"), "scope", "col", "class", "number");
        page.close().close().line().open("tbody").line();
        for (Group group : Group.values()) {
            writeRow(page, group, groups.getOrDefault(group, 0), tally.ended());
        }
        page.close().close().close().line();
    }

    private void writeRow(Markup page, Group group, int count, int all) {
        String style = count == 0 ? "number zero" : "number";
        page.open("tr").open("th", "scope", "row");
        page.element("i", "", "class", "dot back-" + OutcomeBar.style(group.outcome), "aria-hidden", "true");
        page.text(words.of("page.group." + group)).close();
        page.element("td", words.number(count), "class", style);
        page.element("td", words.percent(count, all), "class", style);
        page.close().line();
    }
}

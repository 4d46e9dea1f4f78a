/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final String DEAD = "550 5.1.1 No such user here";
    private static final String FULL = "452 4.2.2 Mailbox full";

    private final Words english = new Words(Locale.ENGLISH);
    private final Tally tally = new Tally(List.of());

    private List<String> table() {
        return new DomainTable(english, DomainCount::failedAttempts).lines(tally.domains());
    }

    private List<String> actions() {
        return new ActionList(english).lines(tally.problems());
    }

    @Test
    void countsByDomainWhateverItsCase() {
        tally.add(Reports.delivered("ann@One.example"));
        tally.add(Reports.refused("bob@one.example", DEAD));
        tally.add(Reports.refused("cat@two.example", FULL));
        assertThat(table())
                .containsExactly(
                        "domain       delivered  deferred  given up  to fix  unknown  attempts  refusals",
                        "one.example          1         0         1       0        0         2         1",
                        "two.example          0         1         0       0        0         1         1",
                        "all                  1         1         1       0        0         3         2");
    }

    @Test
    void putsTheBiggestDomainsFirstAndAddsTheManyOthersUp() {
        IntStream.range(0, 25).forEach(i -> tally.add(Reports.delivered("ann@d" + i + ".example")));
        tally.add(Reports.delivered("bob@d24.example"));
        assertThat(table()).hasSize(1 + 20 + 1 + 1);
        assertThat(table().get(1)).startsWith("d24.example ").contains(" 2 ");
        assertThat(table().get(21)).startsWith("5 more domains ").contains(" 5 ");
        assertThat(table().get(22)).startsWith("all ").contains(" 26 ");
    }

    @Test
    void leavesOutADomainWithoutRecipients() {
        Tally known = new Tally(List.of("empty.example"));
        assertThat(known.domains()).isEmpty();
        assertThat(new DomainTable(english, DomainCount::failedAttempts).lines(known.domains()))
                .hasSize(2);
    }

    @Test
    void namesFirstWhatAPersonCanChange() {
        tally.add(Reports.refused("a@one.example", FULL));
        tally.add(Reports.refused("b@one.example", FULL));
        tally.add(Reports.refused("c@one.example", DEAD));
        tally.add(Reports.refused("d@one.example", "550 5.7.1 Relaying denied"));
        assertThat(tally.problems())
                .extracting(Problem::outcome)
                .containsExactly(Outcome.FIX_CONFIG, Outcome.GIVEN_UP, Outcome.DEFERRED);
    }

    @Test
    void namesAFewOfThoseConcernedAndCountsTheRest() {
        IntStream.range(0, 5).forEach(i -> tally.add(Reports.refused("r" + i + "@one.example", DEAD)));
        assertThat(actions().get(0)).startsWith("1. 5 given up: ");
        assertThat(actions().get(1)).isEqualTo("   r0@one.example, r1@one.example, r2@one.example and 2 more");
        assertThat(actions().get(2)).isEqualTo("   The server said: " + DEAD);
        assertThat(actions()).hasSize(4);
    }

    @Test
    void hasNothingToActOnWhereEverybodyWasDelivered() {
        tally.add(Reports.delivered("ann@one.example"));
        assertThat(actions()).isEmpty();
    }

    @Test
    void endsWithTheGravestOutcome() {
        assertThat(Newsletter.exitCode(tally, 1)).isEqualTo(ExitCode.SOFTWARE);
        tally.add(Reports.delivered("a@one.example"));
        assertThat(Newsletter.exitCode(tally, 1)).isEqualTo(ExitCode.OK);
        tally.add(Reports.refused("b@one.example", FULL));
        assertThat(Newsletter.exitCode(tally, 2)).isEqualTo(ExitCode.DEFERRED);
        tally.add(Reports.refused("c@one.example", DEAD));
        assertThat(Newsletter.exitCode(tally, 3)).isEqualTo(ExitCode.GIVEN_UP);
        tally.add(Reports.refused("d@one.example", "550 5.7.1 Relaying denied"));
        assertThat(Newsletter.exitCode(tally, 4)).isEqualTo(ExitCode.FIX_CONFIG);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The fault matrix with the settings that nobody has to make; and whether it is whole. */
class FaultMatrixTest extends FaultMatrix {

    /** How servers fail, as actions describe themselves. */
    private static final List<String> WAYS =
            List.of("nothing, then close", "nothing, then reset", "nothing, then stall");

    @Test
    void namesEachFaultOnceAndLosesNone() {
        assertThat(rows()).extracting(FaultCase::toString).doesNotHaveDuplicates();
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOUNCE")
    void knowsEachWayToFailInEachPhase(SmtpPhase phase) {
        List<String> actions = rows().stream()
                .flatMap(row -> row.faults().stream())
                .filter(fault -> fault.phase() == phase)
                .map(fault -> fault.action().toString())
                .toList();
        assertThat(actions).containsAll(WAYS);
        boolean decides = phase != SmtpPhase.RSET && phase != SmtpPhase.QUIT;
        if (decides) {
            assertThat(actions).as("refused for now").anyMatch(action -> action.startsWith("4"));
            assertThat(actions).as("refused for good").anyMatch(action -> action.startsWith("5"));
        }
        assertThat(actions).as("421").anyMatch(action -> action.startsWith("421") || phase == SmtpPhase.RSET);
    }
}

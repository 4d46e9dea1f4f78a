/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.Outcome;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Everything fails now and then, and what is reported is true: seconds of it. */
@Timeout(120)
class ChaosTest {

    /** More than on a bad day, because there is less time for it. */
    private static final Chaos SHORT = new Chaos(2, 500, 2);

    private static final int LAST_LOGIN = 20;

    @ParameterizedTest
    @EnumSource
    void whatIsReportedIsTrueWhateverFails(Host host) throws Exception {
        Audit audit = SHORT.run(host);
        System.out.println(SHORT + ", " + SHORT.security() + ", " + host + ": " + audit);
        assertThat(audit.violations()).isEmpty();
        assertThat(audit.count(Outcome.FIX_CONFIG)).isZero();
        assertThat(audit.count(Outcome.DELIVERED)).isGreaterThan(audit.recipients() * 8 / 10);
        assertThat(audit.again()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void nobodyLogsInAgainWithAPasswordThatWasRefused(Host host) throws Exception {
        Audit audit = SHORT.runUntilRefused(host, LAST_LOGIN);
        System.out.println(SHORT + " and no login from no. " + LAST_LOGIN + ", " + host + ": " + audit);
        assertThat(audit.violations()).isEmpty();
        assertThat(audit.count(Outcome.FIX_CONFIG)).isPositive();
        // what others had under way at that moment
        assertThat(audit.logins()).isBetween(LAST_LOGIN, LAST_LOGIN + Host.THREADS - 1);
    }
}

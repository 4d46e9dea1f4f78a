/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.endurance.Client.Security;
import io.github.resilience4mail.engine.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same as {@link ChaosTest}, for as long as it takes. */
@Tag("long")
class LongChaosTest {

    private static final int SEEDS = Integer.getInteger("chaos.seeds", 20);
    private static final int LAST_LOGIN = 100;
    private static final int LETTERS = Integer.getInteger("chaos.letters", 10_000);

    static Stream<Arguments> seedsAndHosts() {
        return IntStream.rangeClosed(1, SEEDS).boxed().flatMap(seed -> Stream.of(Host.values())
                .map(host -> Arguments.of(seed, host)));
    }

    @ParameterizedTest
    @MethodSource("seedsAndHosts")
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void whatIsReportedIsTrueWhateverFails(int seed, Host host) throws Exception {
        Chaos chaos = new Chaos(seed, LETTERS, 1);
        long start = System.nanoTime();
        Audit audit = chaos.run(host);
        System.out.printf(
                "seed %d, %s, %s, %d s: %s%n",
                seed, chaos.security(), host, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), audit);
        assertThat(audit.violations()).isEmpty();
        assertThat(audit.count(Outcome.FIX_CONFIG)).isZero();
        assertThat(audit.count(Outcome.DELIVERED)).isGreaterThan(audit.recipients() * 8 / 10);
        if (chaos.security() != Security.NONE) {
            Audit refused = chaos.runUntilRefused(host, LAST_LOGIN);
            System.out.printf("seed %d, %s, and no login from no. %d: %s%n", seed, host, LAST_LOGIN, refused);
            assertThat(refused.violations()).isEmpty();
            assertThat(refused.logins()).isBetween(LAST_LOGIN, LAST_LOGIN + Host.THREADS - 1);
        }
    }
}

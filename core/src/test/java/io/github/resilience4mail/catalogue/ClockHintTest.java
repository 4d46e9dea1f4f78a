/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Moments that servers name, read at ten o'clock. */
class ClockHintTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Greylisted, try again after 2026-11-24T10:15:00Z | 900",
                "Throttled; retry after Tue, 24 Nov 2026 10:20:00 +0000 | 1200",
                "Retry-After: Tue, 24 Nov 2026 10:45:00 GMT | 2700",
                "triplet blocked until 2026-11-24T11:30:00+01:00 | 1800",
                "Closed for maintenance, back on 2026-11-24 22:00 UTC | 43200",
                "will be reset at 2026-12-01T00:00:00.000Z | 86400",
                "Please try again at 10:15 UTC | 900",
                "do not resend before Wed, 25 Nov 2026 04:00:00 -0500 | 82800",
                "blocked until 9:30 GMT | 84600",
                "gesperrt bis 12:00 +0100 | 3600"
            })
    void readsAMomentWithAZone(String text, long seconds) {
        assertThat(ClockHint.in(List.of(text), NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Greylisted until 14:30",
                "try again after 2026-11-24 10:15:00, new record",
                "Server busy [DB5PEPF00014B8E.eurprd02.prod.outlook.com 2026-11-24T10:00:44.118Z 08DCFB]",
                "blocked since 2026-11-24T10:30:00Z",
                "try again after 2026-11-23T10:15:00Z",
                "try again after 2026-13-45T10:15:00Z",
                "try again at 99:99 UTC",
                "at 10:15:00:00 UTC",
                "until 2001:db8::10:15 Z",
                ":",
                ""
            })
    void anythingElseIsNoHint(String text) {
        assertThat(ClockHint.in(List.of(text), NOW)).isNull();
    }

    @Test
    void theCatalogueReadsItIfItIsToldTheTime() {
        SmtpReply reply = SmtpReply.parse("451 4.7.1 Greylisted, try again after 10:05 UTC");

        assertThat(ReplyCatalogue.standard()
                        .classify(reply, null, null, NOW)
                        .orElseThrow()
                        .hint())
                .contains(Duration.ofMinutes(5));
        assertThat(ReplyCatalogue.standard()
                        .classify(reply, null, null)
                        .orElseThrow()
                        .hint())
                .isEmpty();
    }

    @Test
    void neverThrowsAndNeverExceedsTheCap() {
        Random random = new Random(11);
        String[] parts = {
            "at ", "until ", "10:15", ":", "2026-11-24", "T", "24 Nov 2026 ", "Z", " UTC", "+01:00", "-", "9", " "
        };
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            Duration hint = ClockHint.in(List.of(text.toString()), NOW);
            assertThat(hint == null ? DelayHint.MAX : hint)
                    .as(text.toString())
                    .isPositive()
                    .isLessThanOrEqualTo(DelayHint.MAX);
        }
    }
}

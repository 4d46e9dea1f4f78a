/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each enhanced status that IANA has registered says something, even where code and text say nothing. */
class RegisteredStatusTest {

    /** By subject, the last detail that is registered. */
    private static final int[] LAST_DETAIL = {0, 10, 4, 6, 7, 6, 10, 30};

    /** "Undefined" says no more than its first digit; "destination address valid" is said of what was accepted only. */
    private static final Set<String> WITHOUT_MEANING = Set.of("0.0", "1.5");

    private static Stream<String> registered() {
        return IntStream.range(0, LAST_DETAIL.length)
                .boxed()
                .flatMap(subject ->
                        IntStream.rangeClosed(0, LAST_DETAIL[subject]).mapToObj(detail -> subject + "." + detail))
                .filter(status -> !WITHOUT_MEANING.contains(status))
                .flatMap(status -> Stream.of("499 4." + status, "599 5." + status));
    }

    @ParameterizedTest
    @MethodSource("registered")
    void aRegisteredStatusHasARuleAndAnExplanationInBothLanguages(String reply) {
        Verdict verdict = ReplyCatalogue.standard()
                .classify(SmtpReply.parse(reply), null, null)
                .orElseThrow();

        assertThat(verdict.ruleId()).doesNotStartWith("class-");
        for (Locale locale : new Locale[] {Locale.ENGLISH, Locale.FRENCH}) {
            Explanation explanation = Explanation.of(verdict, locale);
            assertThat(explanation.title()).isNotBlank();
            assertThat(explanation.cause()).isNotBlank();
            assertThat(explanation.action()).isNotBlank();
        }
    }
}

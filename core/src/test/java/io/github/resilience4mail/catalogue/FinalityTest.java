/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that say "for now" or "for good" are believed before the first digit. */
class FinalityTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 Das Postfach ist momentan nicht erreichbar | RETRY | MAILBOX_UNAVAILABLE",
                "599 No node is ready right now | RETRY | SERVICE_UNAVAILABLE",
                "550 5.7.1 Client host is temporarily on our blocklist | RETRY | BLOCKLISTED",
                "451 Nachricht als Spam eingestuft und endgültig abgelehnt | GIVE_UP | SPAM_REJECTED",
                "450 4.7.1 Refused, do not retry | GIVE_UP | POLICY_REJECTED",
                "421 4.7.1 DMARC policy not met: refused for good | FIX_CONFIG | SENDER_UNAUTHENTICATED",
            })
    void theWordsAreBelieved(String reply, Decision decision, Reason reason) {
        Verdict verdict = classify(reply);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.suppress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 User unknown, permanently | GIVE_UP",
                "451 Temporary failure | RETRY",
                "550 A permanent refusal of a temporary address | GIVE_UP",
                "535 5.7.8 Wrong password, try again | FIX_CONFIG"
            })
    void whereTheyAgreeOrContradictEachOtherTheDigitCounts(String reply, Decision decision) {
        assertThat(classify(reply).decision()).isEqualTo(decision);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 undeliverable address: host mx.example.net said: 452 4.2.2 Mailbox full | MAILBOX_FULL",
                "451 4.3.0 host mx.example.net said: 550 5.1.1 no such user | UNKNOWN_RECIPIENT",
                "550 5.1.1 user unknown: our operator said: no | UNKNOWN_RECIPIENT"
            })
    void aQuotedFailureIsNearerToTheCause(String reply, Reason reason) {
        assertThat(classify(reply).reason()).isEqualTo(reason);
    }

    @Test
    void theFileHasOneRuleOfEachKind() {
        List<Rule> both = RuleFiles.written().finality().rules();

        assertThatThrownBy(() -> Finality.of(List.of(both.get(0))))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("finality.yaml:")
                .hasMessageContaining("one rule that retries and one that does not");
    }

    private static Verdict classify(String reply) {
        return ReplyCatalogue.standard()
                .classify(SmtpReply.parse(reply), SmtpPhase.RCPT, null)
                .orElseThrow();
    }
}

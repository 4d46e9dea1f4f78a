/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.retry.RetryRegistry;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureSummaryTest {

    private static DeliveryReport report(Map<String, AttemptResult> results) {
        DeliveryEngine engine = new DeliveryEngine(
                MailRetryPolicy.builder().deadline(Duration.ZERO).build(),
                new FakeTimekeeper(),
                RetryRegistry.ofDefaults(),
                "summary");
        List<String> recipients = results.keySet().stream().sorted().toList();
        Delivery delivery = engine.begin("<id@test>", recipients, PartialSending.ALLOWED, Duration.ZERO);
        return engine.run(delivery, due -> results);
    }

    private static AttemptResult refused(String reply, Reason reason) {
        return AttemptResult.refused(SmtpPhase.RCPT, SmtpReply.parse(reply), Verdict.of(reason));
    }

    @Test
    void saysWhoWhatTheServerSaidWhatItMeansAndWhatToDo() {
        String text = new FailureSummary(
                        report(Map.of(
                                "a@x.example", AttemptResult.accepted(SmtpReply.parse("250 Ok")),
                                "b@x.example", refused("550 5.1.1 Nobody", Reason.UNKNOWN_RECIPIENT))),
                        Locale.ENGLISH)
                .toString();
        assertThat(text)
                .startsWith("Message <id@test> was not delivered to 1 of its 2 recipients. b@x.example: given up;"
                        + " the server said at RCPT: \"550 5.1.1 Nobody\". There is no such mailbox. ")
                .contains("remove it from your list");
    }

    @Test
    void speaksFrench() {
        String text = new FailureSummary(
                        report(Map.of("b@x.example", refused("550 5.1.1 Nobody", Reason.UNKNOWN_RECIPIENT))),
                        Locale.FRENCH)
                .toString();
        assertThat(text)
                .startsWith("Le message <id@test> n'a pas été remis. b@x.example : abandonné; le serveur a dit");
    }

    @Test
    void tellsWhenToSendAgainWhatWasDeferred() {
        String text = new FailureSummary(
                        report(Map.of("b@x.example", refused("451 Later", Reason.SERVICE_UNAVAILABLE))), Locale.ENGLISH)
                .toString();
        assertThat(text)
                .contains("b@x.example: not yet")
                .contains("Send it again to them, not before 2030-01-01T12:01:");
    }

    @Test
    void namesAFewOfManyAndCountsTheRest() {
        Map<String, AttemptResult> results = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            results.put("r" + i + "@x.example", refused("550 5.1.1 Nobody", Reason.UNKNOWN_RECIPIENT));
        }
        assertThat(new FailureSummary(report(results), Locale.ENGLISH).toString())
                .contains("and 997 more: given up")
                .hasSizeLessThan(600);
    }

    @Test
    void staysShortHoweverManyCausesThereAre() {
        Map<String, AttemptResult> results = new HashMap<>();
        List<Reason> reasons = new ArrayList<>(List.of(Reason.values()));
        for (Reason reason : reasons) {
            results.put(reason + "@x.example", refused("550 " + "x".repeat(5_000), reason));
        }
        assertThat(new FailureSummary(report(results), Locale.ENGLISH).toString())
                .hasSizeLessThan(5_500);
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void isOnePrintableLineForEveryReasonInBothLanguages(Reason reason) {
        DeliveryReport report = report(Map.of("b\u001b@x.example", refused("550 \u001b[2J\u0007evil", reason)));
        for (Locale locale : List.of(Locale.ENGLISH, Locale.FRENCH)) {
            assertThat(new FailureSummary(report, locale)
                            .toString()
                            .codePoints()
                            .filter(Character::isISOControl))
                    .isEmpty();
        }
    }
}

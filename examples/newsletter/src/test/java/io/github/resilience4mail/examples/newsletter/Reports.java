/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.engine.DeliveryEngine;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.FakeTimekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Reports as the library makes them, of deliveries that never left this process. */
final class Reports {

    private Reports() {}

    static DeliveryReport delivered(String recipient) {
        return of(recipient, AttemptResult.accepted(SmtpReply.parse("250 2.0.0 Ok")));
    }

    /** After one attempt, which the server answered so at RCPT. */
    static DeliveryReport refused(String recipient, String reply) {
        SmtpReply parsed = SmtpReply.parse(reply);
        return of(
                recipient,
                AttemptResult.refused(
                        SmtpPhase.RCPT,
                        parsed,
                        ReplyCatalogue.standard()
                                .classify(parsed, SmtpPhase.RCPT, null)
                                .orElseThrow()));
    }

    private static DeliveryReport of(String recipient, AttemptResult result) {
        FakeTimekeeper time = new FakeTimekeeper();
        DeliveryEngine engine = new DeliveryEngine(
                MailRetryPolicy.builder().deadline(Duration.ZERO).build(),
                time,
                MailRuntime.with(time).registry(),
                "test");
        return engine.run(
                engine.begin("<" + recipient + ">", List.of(recipient), PartialSending.ALLOWED, Duration.ZERO),
                due -> Map.of(recipient, result));
    }
}

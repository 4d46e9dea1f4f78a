/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.testkit.Action.reply;
import static io.github.resilience4mail.testkit.Occurrence.every;
import static io.github.resilience4mail.testkit.Occurrence.first;
import static io.github.resilience4mail.testkit.Occurrence.upTo;
import static io.github.resilience4mail.testkit.contract.Expected.deferred;
import static io.github.resilience4mail.testkit.contract.Expected.delivered;
import static io.github.resilience4mail.testkit.contract.People.ANN;
import static io.github.resilience4mail.testkit.contract.People.BOB;
import static io.github.resilience4mail.testkit.contract.People.CAT;
import static io.github.resilience4mail.testkit.contract.Scenario.named;
import static io.github.resilience4mail.testkit.contract.Span.about;
import static io.github.resilience4mail.testkit.contract.Span.between;
import static io.github.resilience4mail.testkit.contract.Span.minutes;
import static io.github.resilience4mail.testkit.contract.Span.seconds;

import io.github.resilience4mail.catalogue.Reason;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Who is asked to send less does: no quick retry, and nobody loses an attempt for it. */
final class ThrottleScenarios {

    private static final String CONNECTIONS = "432 4.3.2 Concurrent connections limit exceeded";
    private static final String RATE = "450 4.7.1 Too many messages, try again later";

    private ThrottleScenarios() {}

    static List<Scenario> all() {
        return Stream.of(always(), forCallersThatWait(), paced())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Scenario> always() {
        return List.of(
                named("a delay that a throttling server names is a minimum")
                        .policy(policy -> policy.deadline(Duration.ofHours(1)))
                        .on(RCPT, first(), reply("451 4.7.1 Too many messages, try again in 60 seconds"))
                        .ends(ANN, delivered().attempts(2))
                        .waits(seconds(60))
                        .build(),
                named("with an hour of time, what is throttled twice is delivered")
                        .policy(policy -> policy.deadline(Duration.ofHours(1)))
                        .on(RCPT, upTo(2), reply(RATE))
                        .ends(ANN, delivered().attempts(3))
                        .waits(anyPause(), anyPause())
                        .build(),
                named("a daily quota is not waited for")
                        .on(MAIL, every(), reply("550 5.4.5 Daily user sending quota exceeded"))
                        .ends(
                                ANN,
                                deferred(Reason.SENDING_QUOTA_EXCEEDED)
                                        .attempts(1)
                                        .again(about(Duration.ofDays(1))))
                        .waits()
                        .build(),
                named("a delay beyond the deadline that a throttling server names is handed on")
                        .on(MAIL, every(), reply("451 4.7.1 Too many messages, try again in 3600 seconds"))
                        .ends(ANN, deferred(Reason.THROTTLED).attempts(1).again(seconds(3600)))
                        .waits()
                        .build());
    }

    private static Span anyPause() {
        return between(Duration.ofSeconds(1), Duration.ofMinutes(36));
    }

    private static List<Scenario> forCallersThatWait() {
        return List.of(
                named("a caller that waits half a minute is not kept waiting by a quota of connections")
                        .needs(Capability.DEFERS_THROTTLED)
                        .on(RCPT, every(), reply(CONNECTIONS))
                        .ends(
                                ANN,
                                deferred(Reason.TOO_MANY_CONNECTIONS)
                                        .attempts(1)
                                        .again(minutes(1)))
                        .waits()
                        .build(),
                named("a caller that waits half a minute is not kept waiting by a rate limit")
                        .needs(Capability.DEFERS_THROTTLED)
                        .on(END_OF_DATA, every(), reply(RATE))
                        .ends(ANN, deferred(Reason.THROTTLED).attempts(1).again(minutes(15)))
                        .waits()
                        .build());
    }

    private static List<Scenario> paced() {
        return List.of(
                named("a destination with a quota of connections is left alone for a moment, and everything arrives")
                        .needs(Capability.PACES_DESTINATIONS)
                        .on(RCPT, upTo(2), reply(CONNECTIONS))
                        .letter(ANN)
                        .letter(BOB)
                        .letter(CAT)
                        .end(List.of(ANN, BOB, CAT), delivered())
                        .tries(5)
                        .build(),
                named("a destination with a rate limit is left alone for longer each time, and everything arrives")
                        .needs(Capability.PACES_DESTINATIONS)
                        .on(RCPT, upTo(2), reply(RATE))
                        .ends(ANN, delivered().attempts(3))
                        .waits(seconds(1), seconds(9))
                        .build());
    }
}

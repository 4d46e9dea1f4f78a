/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** When the server saw somebody try: each mail transaction, and each connection that came to none. */
record Tries(List<Instant> instants) {

    static Tries of(List<Heard> events) {
        Set<Integer> withMail = events.stream()
                .filter(event -> event.phase() == SmtpPhase.MAIL)
                .map(Heard::connection)
                .collect(Collectors.toSet());
        return new Tries(events.stream()
                .filter(event -> event.phase() == SmtpPhase.MAIL
                        || (event.phase() == SmtpPhase.CONNECT && !withMail.contains(event.connection())))
                .map(Heard::at)
                .toList());
    }

    int count() {
        return instants.size();
    }

    /** From each to the next. */
    List<Duration> waits() {
        return IntStream.range(1, instants.size())
                .mapToObj(i -> Duration.between(instants.get(i - 1), instants.get(i)))
                .toList();
    }

    /** From the first to the last. */
    Duration length() {
        return instants.isEmpty() ? Duration.ZERO : Duration.between(instants.get(0), last());
    }

    Instant last() {
        return instants.isEmpty() ? Instant.EPOCH : instants.get(instants.size() - 1);
    }
}

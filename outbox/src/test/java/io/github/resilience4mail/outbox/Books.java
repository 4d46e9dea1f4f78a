/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.testkit.Accepted;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/**
 * What an outbox says of its recipients, beside what the server has accepted.
 *
 * @param delivered how many are delivered
 * @param marked how many of them are called possible duplicates
 * @param twice how many the server has accepted more than once
 */
record Books(int delivered, long marked, long twice) {

    /** Compares: each recipient was accepted, and nobody twice who is not called a possible duplicate. */
    static Books balanced(DataSource dataSource, ScriptedSmtpServer server, int recipients) {
        Map<String, Long> accepted =
                server.accepted().stream().collect(Collectors.groupingBy(Accepted::recipient, Collectors.counting()));
        List<OutboxRecipient> delivered =
                new OutboxOperations(dataSource, Timekeeper.system()).list(OutboxState.DELIVERED, 0, recipients + 1);
        assertThat(delivered).as("recipients that are delivered").hasSize(recipients);
        assertThat(delivered).allSatisfy(r -> assertThat(accepted.getOrDefault(r.address(), 0L))
                .as("how often the server accepted %s", r)
                .isBetween(1L, r.possibleDuplicate() ? Long.MAX_VALUE : 1));
        return new Books(
                delivered.size(),
                delivered.stream().filter(OutboxRecipient::possibleDuplicate).count(),
                accepted.values().stream().filter(n -> n > 1).count());
    }

    @Override
    public String toString() {
        return delivered + " delivered, " + marked + " possible duplicates, of them " + twice + " real ones";
    }
}

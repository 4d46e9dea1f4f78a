/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.util.List;

/**
 * A message that a scenario wants sent. The host gives it a Message-ID, one for all attempts.
 *
 * @param sender for From and for MAIL
 * @param recipients for To and for RCPT; at least one
 * @param subject in ASCII
 * @param text in ASCII
 */
public record Letter(String sender, List<String> recipients, String subject, String text) {

    /**
     * Copies the list.
     *
     * @param sender for From and for MAIL
     * @param recipients for To and for RCPT
     * @param subject in ASCII
     * @param text in ASCII
     */
    public Letter {
        recipients = List.copyOf(recipients);
    }

    static Letter to(String... recipients) {
        return new Letter("sender@client.example", List.of(recipients), "A letter", "Nothing but a test.\n");
    }

    /** The same, with a text that no buffer on the way can hold. */
    Letter big() {
        String line = "x".repeat(70) + "\n";
        return new Letter(sender, recipients, subject, line.repeat(200_000));
    }

    /** Without the text. */
    @Override
    public String toString() {
        return subject + " to " + recipients;
    }
}

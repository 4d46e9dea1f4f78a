/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import java.util.List;

/**
 * How the delivery of one message ended: each recipient once, in the order given. Immutable.
 */
public final class DeliveryReport {

    private final String messageId;
    private final List<RecipientReport> recipients;

    DeliveryReport(String messageId, List<RecipientReport> recipients) {
        this.messageId = messageId;
        this.recipients = List.copyOf(recipients);
    }

    /** {@return the Message-ID, in its brackets; empty if the message has none} */
    public String messageId() {
        return messageId;
    }

    /** {@return each recipient's end} */
    public List<RecipientReport> recipients() {
        return recipients;
    }

    /**
     * Selects.
     *
     * @param outcome how it ended
     * @return the recipients that ended so
     */
    public List<RecipientReport> with(Outcome outcome) {
        return recipients.stream().filter(r -> r.outcome() == outcome).toList();
    }

    /** {@return whether the server accepted the message for every recipient} */
    public boolean isDelivered() {
        for (RecipientReport recipient : recipients) {
            if (recipient.outcome() != Outcome.DELIVERED) {
                return false;
            }
        }
        return true;
    }

    /** {@return the sum of all recipients' attempts} */
    public int attempts() {
        return recipients.stream().mapToInt(RecipientReport::attempts).sum();
    }

    @Override
    public String toString() {
        return "message " + messageId + ": " + recipients;
    }
}

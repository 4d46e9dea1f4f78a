/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One message sent through the transport by hand: what was reported, and what was thrown. */
record Sending(String messageId, DeliveryReport report, @Nullable MessagingException thrown) {

    static Sending of(Mail mail, String... to) throws MessagingException {
        MimeMessage message = mail.message(to);
        message.saveChanges();
        return of(mail, message);
    }

    static Sending of(Mail mail, MimeMessage message) throws MessagingException {
        RetryingSmtpTransport transport = (RetryingSmtpTransport) mail.session().getTransport("smtp");
        transport.connect();
        try {
            transport.sendMessage(message, message.getAllRecipients());
            return new Sending(message.getMessageID(), transport.getLastReport().orElseThrow(), null);
        } catch (MailDeliveryException e) {
            return new Sending(message.getMessageID(), e.getReport(), e);
        } finally {
            transport.close();
        }
    }

    List<Outcome> outcomes() {
        return report.recipients().stream().map(RecipientReport::outcome).toList();
    }

    RecipientReport recipient(int index) {
        return report.recipients().get(index);
    }

    String text() {
        return thrown == null ? "" : String.valueOf(thrown.getMessage());
    }
}

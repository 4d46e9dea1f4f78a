/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.FailureSummary;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import jakarta.mail.Address;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The server did not accept a message for every recipient, after everything that made sense was tried. Its text says
 * what happened, what it means and what to do; its {@linkplain #getReport() report} has each recipient's outcome.
 *
 * <p>For old catch blocks the arrays are filled as Jakarta Mail has always meant them: <em>valid sent</em> are those
 * delivered, <em>invalid</em> those whose address the server refused for good, <em>valid unsent</em> all others; and
 * each refused address has an {@link SMTPAddressFailedException} in the chain of {@link #getNextException()}.
 */
public final class MailDeliveryException extends SendFailedException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable DeliveryReport report;

    private MailDeliveryException(
            String message,
            @Nullable Exception next,
            Address[] sent,
            Address[] unsent,
            Address[] invalid,
            DeliveryReport report) {
        super(message, next, sent, unsent, invalid);
        this.report = report;
    }

    static MailDeliveryException of(
            DeliveryReport report, Envelope envelope, MessageTransmission transmission, Locale locale) {
        Exception next = refusedAddresses(report, envelope);
        return new MailDeliveryException(
                new FailureSummary(report, locale).toString(),
                next == null ? transmission.harmlessCause() : next,
                select(report, envelope, r -> r.outcome() == Outcome.DELIVERED),
                select(report, envelope, r -> r.outcome() != Outcome.DELIVERED && !isInvalid(r)),
                select(report, envelope, MailDeliveryException::isInvalid),
                report);
    }

    private static boolean isInvalid(RecipientReport recipient) {
        return recipient.outcome() == Outcome.GIVEN_UP
                && recipient.phase().filter(p -> p == SmtpPhase.RCPT).isPresent()
                && recipient
                        .verdict()
                        .filter(v -> v.decision() == Decision.GIVE_UP)
                        .isPresent();
    }

    private static Address[] select(DeliveryReport report, Envelope envelope, Predicate<RecipientReport> which) {
        List<String> selected = report.recipients().stream()
                .filter(which)
                .map(RecipientReport::recipient)
                .toList();
        return envelope.addresses(selected);
    }

    private static @Nullable SMTPAddressFailedException refusedAddresses(DeliveryReport report, Envelope envelope) {
        SMTPAddressFailedException first = null;
        for (RecipientReport recipient : report.recipients()) {
            boolean refused = recipient.phase().filter(p -> p == SmtpPhase.RCPT).isPresent()
                    && recipient.reply().isPresent();
            if (refused) {
                SMTPAddressFailedException one = refusedAddress(recipient, envelope);
                if (first == null) {
                    first = one;
                } else {
                    first.setNextException(one);
                }
            }
        }
        return first;
    }

    private static SMTPAddressFailedException refusedAddress(RecipientReport recipient, Envelope envelope) {
        InternetAddress address = envelope.address(recipient.recipient());
        SmtpReply reply = recipient.reply().orElseThrow();
        return new SMTPAddressFailedException(
                address, "RCPT TO:<" + address.getAddress() + ">", reply.code(), reply.toString());
    }

    /**
     * Each recipient's outcome.
     *
     * @return the report
     * @throws IllegalStateException after Java serialization, which does not keep it
     */
    public DeliveryReport getReport() {
        DeliveryReport present = report;
        if (present == null) {
            throw new IllegalStateException("the report was lost when the exception was serialized");
        }
        return present;
    }
}

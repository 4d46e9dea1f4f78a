/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.engine.DeliveryReport;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;

/**
 * Some messages of one {@code send} were not delivered, or not to all of their recipients. Its text says what happened,
 * what it means and what to do.
 *
 * <p>{@link #getMessageExceptions()} has one exception for each of these messages, in the order in which they were given:
 * usually an {@link io.github.resilience4mail.javamail.MailDeliveryException}, with the message's report; if there was no
 * connection, one from which {@link io.github.resilience4mail.javamail.MailFailure#of} tells what is known.
 * {@link #getFailedMessages()} has the messages themselves, but of those that are equal only one, since it is a map.
 * What is in neither was delivered.
 */
public final class MailDeliveryFailedException extends MailSendException {

    private static final long serialVersionUID = 1L;

    /** What the message says. */
    private final String text;

    private final transient @Nullable List<DeliveryReport> reports;

    MailDeliveryFailedException(
            String text, Throwable cause, List<FailedMessage> failures, List<DeliveryReport> reports) {
        super(text, cause, FailedMessage.asMap(failures));
        this.text = text;
        this.reports = List.copyOf(reports);
    }

    /** {@return what happened, for each cause the recipients, the server's reply, and what to do} */
    @Override
    public String getMessage() {
        return text;
    }

    /**
     * How the messages fared, each with its recipients, in order: also those that were delivered. Of a message for which
     * there was no connection, or which could not be sent at all, there is no report.
     *
     * @return the reports of this call
     * @throws IllegalStateException after Java serialization, which does not keep them
     */
    public List<DeliveryReport> getReports() {
        List<DeliveryReport> present = reports;
        if (present == null) {
            throw new IllegalStateException("the reports were lost when the exception was serialized");
        }
        return present;
    }
}

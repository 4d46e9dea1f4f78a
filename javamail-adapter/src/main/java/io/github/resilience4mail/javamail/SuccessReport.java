/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpReply;
import jakarta.mail.Address;
import jakarta.mail.internet.InternetAddress;
import org.eclipse.angus.mail.smtp.SMTPAddressSucceededException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** What {@code mail.smtp.reportsuccess} asks for: a success as an exception, with every recipient's own behind it. */
final class SuccessReport {

    private static final int OK = 250;

    private SuccessReport() {}

    static SMTPSendFailedException of(DeliveryReport report, Envelope envelope) {
        SMTPAddressSucceededException first = null;
        String lastReply = "";
        for (RecipientReport recipient : report.recipients()) {
            lastReply = recipient.reply().map(SmtpReply::toString).orElse("");
            InternetAddress address = envelope.address(recipient.recipient());
            SMTPAddressSucceededException one =
                    new SMTPAddressSucceededException(address, "RCPT TO:<" + address.getAddress() + ">", OK, lastReply);
            if (first == null) {
                first = one;
            } else {
                first.setNextException(one);
            }
        }
        Address[] none = {};
        return new SMTPSendFailedException(
                ".", OK, lastReply, first, envelope.addresses(envelope.recipients()), none, none);
    }
}

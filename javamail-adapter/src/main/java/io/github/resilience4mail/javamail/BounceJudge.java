/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import org.jspecify.annotations.Nullable;

/**
 * Turns what has been found about a recipient into a report, with a verdict.
 *
 * @param catalogue what knows the meaning of replies
 * @param messageId the Message-ID of the message that came back, or empty
 */
record BounceJudge(ReplyCatalogue catalogue, String messageId) {

    /**
     * What has been found about a recipient.
     *
     * @param recipient the address, or null
     * @param reply what was quoted; a code of success in it counts as none
     * @param host the server that said it, or empty
     */
    record Finding(@Nullable String recipient, @Nullable SmtpReply reply, String host, BounceTrace trace) {}

    /**
     * Makes a report of a failure or a delay.
     *
     * @param reportingMta the server that reports, or null
     */
    BounceReport judge(BounceKind kind, Finding found, @Nullable String reportingMta) {
        SmtpReply failure = failure(found.reply() == null ? SmtpReply.parse("") : found.reply());
        String host = found.host();
        return BounceReport.builder(kind)
                .recipient(found.recipient())
                .reply(isEmpty(failure) ? null : failure)
                .verdict(catalogue
                        .classify(failure, SmtpPhase.BOUNCE, host.isEmpty() ? reportingMta : host)
                        .orElse(null))
                .messageId(messageId)
                .reportingMta(reportingMta)
                .trace(found.trace())
                .build();
    }

    private static boolean isEmpty(SmtpReply reply) {
        return !reply.hasCode() && reply.status() == null && reply.text().isEmpty();
    }

    private static SmtpReply failure(SmtpReply reply) {
        if (!reply.isPositive()) {
            return reply;
        }
        EnhancedStatus status = reply.status();
        boolean positive = status != null && status.statusClass() == 2;
        return new SmtpReply(SmtpReply.NO_CODE, positive ? null : status, reply.lines());
    }
}

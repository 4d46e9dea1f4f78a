/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.javamail.BounceJudge.Finding;
import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the machine-readable part of a delivery report (RFC 3464, RFC 6533): a block of fields per recipient. */
final class StatusReports {

    private final BounceMail mail;
    private final BounceJudge judge;
    private final List<BounceReport> reports = new ArrayList<>();
    private boolean success;
    private @Nullable String reportingMta;
    private @Nullable String envelopeId;
    private @Nullable Instant arrivedAt;
    private @Nullable TextBounce text;

    private StatusReports(BounceMail mail, BounceJudge judge) {
        this.mail = mail;
        this.judge = judge;
    }

    /** Reads all recipients who have not got the message. */
    static StatusReports read(String status, BounceMail mail, BounceJudge judge) {
        StatusReports found = new StatusReports(mail, judge);
        for (HeaderFields block : HeaderFields.blocks(status)) {
            found.read(block);
        }
        return found;
    }

    List<BounceReport> reports() {
        return reports;
    }

    /** {@return whether it tells of a success} */
    boolean success() {
        return success;
    }

    private void read(HeaderFields block) {
        if (reportingMta == null && block.has("reporting-mta")) {
            reportingMta = host(block.get("reporting-mta"));
        }
        if (envelopeId == null && block.has("original-envelope-id")) {
            envelopeId = ReportFields.withoutXtext(block.get("original-envelope-id"));
        }
        if (arrivedAt == null) {
            arrivedAt = ReportFields.date(block.get("arrival-date"));
        }
        if (!block.has("final-recipient") && !block.has("original-recipient")) {
            return;
        }
        BounceKind kind = kind(block);
        if (kind == null) {
            success = true;
        } else {
            reports.add(judge.judge(kind, finding(block), reportingMta));
        }
    }

    private Finding finding(HeaderFields block) {
        String recipient = recipient(block);
        String host = host(block.get("remote-mta"));
        Finding inText = block.has("diagnostic-code") ? null : inText(recipient);
        SmtpReply reply = reply(block, inText == null ? null : inText.reply());
        return new Finding(recipient, reply, inText == null || !host.isEmpty() ? host : inText.host(), trace(block));
    }

    /** Some reports have no more than the status; what was said stands in the text for people. */
    private @Nullable Finding inText(String recipient) {
        if (text == null) {
            text = new TextBounce(mail, judge);
        }
        Finding found = text.find(recipient);
        SmtpReply reply = found == null ? null : found.reply();
        return reply != null && reply.hasCode() ? found : null;
    }

    private BounceTrace trace(HeaderFields block) {
        return new BounceTrace(
                ReportFields.address(block.get("original-recipient")),
                ReportFields.address(block.get("final-recipient")),
                envelopeId,
                arrivedAt,
                ReportFields.date(block.get("last-attempt-date")),
                ReportFields.date(block.get("will-retry-until")));
    }

    /** Null for what is no bounce: delivered, relayed, expanded. */
    private static @Nullable BounceKind kind(HeaderFields block) {
        String action = firstWord(block.get("action")).toLowerCase(Locale.ROOT);
        return switch (action) {
            case "delayed" -> BounceKind.DELAYED;
            case "delivered", "relayed", "expanded" -> null;
            case "failed" -> BounceKind.FAILED;
            default -> block.get("status").startsWith("2") ? null : BounceKind.FAILED;
        };
    }

    /** A local name is no recipient that the sender knows. */
    private String recipient(HeaderFields block) {
        String original = ReportFields.address(block.get("original-recipient"));
        String finalOne = ReportFields.address(block.get("final-recipient"));
        if (original.indexOf('@') > 0 || finalOne.indexOf('@') > 0) {
            return original.indexOf('@') > 0 ? original : finalOne;
        }
        String actual = ReportFields.address(block.get("x-actual-recipient"));
        if (actual.indexOf('@') > 0) {
            return actual;
        }
        return mail.originalTo().isEmpty() ? finalOne : mail.originalTo();
    }

    private static String host(String value) {
        // a comment or an address in brackets may follow
        return firstWord(HeaderFields.untyped(value));
    }

    private static String firstWord(String value) {
        int end = 0;
        while (end < value.length() && !Character.isWhitespace(value.charAt(end)) && value.charAt(end) != '(') {
            end++;
        }
        return value.substring(0, end);
    }

    private static SmtpReply reply(HeaderFields block, @Nullable SmtpReply inText) {
        SmtpReply quoted =
                inText == null ? SmtpReply.parse(HeaderFields.untyped(block.get("diagnostic-code"))) : inText;
        EnhancedStatus status = EnhancedStatus.parse(firstWord(block.get("status")))
                .filter(found -> found.statusClass() != 2)
                .orElse(null);
        if (quoted.status() != null || status == null) {
            return quoted;
        }
        // x.0.0 is what a server writes that knows nothing; the code says more
        boolean vague = status.subject() == 0 && status.detail() == 0;
        // a status of another class than the code is the reporter's view, as when it gave up on a 4xx
        boolean agrees = Optional.of(quoted)
                .filter(SmtpReply::hasCode)
                .map(reply -> reply.code() / 100 == status.statusClass() && !vague)
                .orElse(true);
        return agrees ? new SmtpReply(quoted.code(), status, quoted.lines()) : quoted;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.EnhancedStatus;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the machine-readable part of a delivery report (RFC 3464, RFC 6533): a block of fields per recipient. */
final class StatusReports {

    private final BounceJudge judge;
    private final List<BounceReport> reports = new ArrayList<>();
    private boolean success;
    private @Nullable String reportingMta;

    private StatusReports(BounceJudge judge) {
        this.judge = judge;
    }

    /** Reads all recipients who have not got the message. */
    static StatusReports read(BounceMail mail, BounceJudge judge) {
        StatusReports found = new StatusReports(judge);
        for (HeaderFields block : HeaderFields.blocks(mail.status())) {
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
        if (!block.has("final-recipient") && !block.has("original-recipient")) {
            return;
        }
        BounceKind kind = kind(block);
        if (kind == null) {
            success = true;
        } else {
            reports.add(judge.judge(kind, recipient(block), reply(block), host(block.get("remote-mta")), reportingMta));
        }
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

    private static String recipient(HeaderFields block) {
        String original = address(block.get("original-recipient"));
        return original.indexOf('@') > 0 ? original : address(block.get("final-recipient"));
    }

    private static String address(String value) {
        String address = HeaderFields.untyped(value);
        if (address.startsWith("<") && address.endsWith(">")) {
            address = address.substring(1, address.length() - 1);
        }
        return address;
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

    private static SmtpReply reply(HeaderFields block) {
        SmtpReply quoted = SmtpReply.parse(HeaderFields.untyped(block.get("diagnostic-code")));
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

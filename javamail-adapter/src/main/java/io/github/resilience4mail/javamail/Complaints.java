/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads complaints of recipients (RFC 5965). */
final class Complaints {

    /** Reports in the same format that nobody complains in (RFC 6591, RFC 6430). */
    private static final Set<String> NO_COMPLAINTS = Set.of("auth-failure", "not-spam");

    private static final String OUTLOOK_RECIPIENT = "x-hmxmroriginalrecipient";

    private Complaints() {}

    /** Whether it is in the format of complaints, or in the one that Outlook.com had before there was a standard. */
    static boolean isComplaint(BounceMail mail, String feedback) {
        return !feedback.isBlank() || mail.original().has(OUTLOOK_RECIPIENT);
    }

    static List<BounceReport> read(BounceMail mail, String feedback) {
        HeaderFields fields = HeaderFields.first(feedback);
        String type = fields.get("feedback-type").toLowerCase(Locale.ROOT);
        if (NO_COMPLAINTS.contains(type)) {
            return List.of(BounceReader.unreadable("it is a report of type " + type + ", not a complaint"));
        }
        BounceTrace trace = trace(fields);
        List<BounceReport> reports = new ArrayList<>();
        for (String recipient : recipients(mail, fields)) {
            reports.add(BounceReport.builder(BounceKind.COMPLAINT)
                    .recipient(recipient)
                    .messageId(mail.original().get("message-id"))
                    .reportingMta(HeaderFields.untyped(fields.get("reporting-mta")))
                    .trace(trace)
                    .build());
        }
        return reports;
    }

    private static BounceTrace trace(HeaderFields fields) {
        String arrival = fields.has("arrival-date") ? fields.get("arrival-date") : fields.get("received-date");
        String envelopeId = ReportFields.withoutXtext(fields.get("original-envelope-id"));
        return new BounceTrace(null, null, envelopeId, ReportFields.date(arrival), null, null);
    }

    private static List<String> recipients(BounceMail mail, HeaderFields fields) {
        List<String> named = new ArrayList<>(fields.all("original-rcpt-to"));
        named.addAll(mail.original().all(OUTLOOK_RECIPIENT));
        List<String> addresses =
                new ArrayList<>(named.stream().map(Addresses::only).distinct().toList());
        addresses.removeIf(String::isEmpty);
        if (!addresses.isEmpty()) {
            return addresses;
        }
        // many complaints hide who complains; the address to which a bounce would have gone may tell
        return List.of(Verp.recipient(Addresses.only(fields.get("original-mail-from")))
                .or(() -> Verp.recipient(Addresses.only(mail.original().get("return-path"))))
                .orElse(mail.originalTo()));
    }
}

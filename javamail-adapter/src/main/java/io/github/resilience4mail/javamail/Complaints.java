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

    private Complaints() {}

    static List<BounceReport> read(BounceMail mail) {
        HeaderFields fields = HeaderFields.first(mail.feedback());
        String type = fields.get("feedback-type").toLowerCase(Locale.ROOT);
        if (NO_COMPLAINTS.contains(type)) {
            return List.of(BounceReader.unreadable("it is a report of type " + type + ", not a complaint"));
        }
        List<BounceReport> reports = new ArrayList<>();
        for (String recipient : recipients(mail, fields)) {
            reports.add(BounceReport.builder(BounceKind.COMPLAINT)
                    .recipient(recipient)
                    .messageId(mail.original().get("message-id"))
                    .reportingMta(HeaderFields.untyped(fields.get("reporting-mta")))
                    .build());
        }
        return reports;
    }

    private static List<String> recipients(BounceMail mail, HeaderFields fields) {
        List<String> named = fields.all("original-rcpt-to");
        if (named.isEmpty()) {
            named = List.of(mail.original().get("to"));
        }
        // many complaints hide who complains
        return named.stream().map(Addresses::only).distinct().toList();
    }
}

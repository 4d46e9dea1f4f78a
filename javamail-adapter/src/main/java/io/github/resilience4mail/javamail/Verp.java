/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The recipient within an envelope sender that was made for one recipient: {@code news+ada=example.net@example.com}
 * stands for {@code ada@example.net} (variable envelope return paths).
 */
final class Verp {

    private static final int MAX_LENGTH = 320;
    private static final List<String> HEADERS = List.of("X-Original-To", "Delivered-To", "Envelope-To", "To");

    private Verp() {}

    /**
     * A report about the recipient for whom the envelope sender was made: surely where the caller knows it, and where the
     * bounce names nobody, also according to its header.
     */
    static List<BounceReport> applied(List<BounceReport> reports, BounceMail mail, @Nullable String envelopeRecipient) {
        BounceReport only = reports.get(0);
        if (reports.size() > 1 || only.kind() == BounceKind.UNREADABLE) {
            return reports;
        }
        Optional<String> found = Optional.ofNullable(envelopeRecipient).flatMap(Verp::recipient);
        if (found.isEmpty()
                && only.recipient().filter(address -> address.indexOf('@') > 0).isEmpty()) {
            found = HEADERS.stream()
                    .flatMap(name -> recipient(Addresses.only(mail.header(name))).stream())
                    .findFirst();
        }
        return found.map(recipient -> List.of(only.about(recipient))).orElse(reports);
    }

    /** The recipient, if the address is of this form and can mean one only. */
    static Optional<String> recipient(String envelopeSender) {
        int at = envelopeSender.lastIndexOf('@');
        int equals = envelopeSender.lastIndexOf('=', Math.max(at, 0));
        if (equals <= 0 || envelopeSender.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        int start = startOfUser(envelopeSender.substring(0, equals));
        String recipient = envelopeSender.substring(start, equals) + "@" + envelopeSender.substring(equals + 1, at);
        boolean whole = start > 0 && start < equals && Addresses.end(recipient, 0) == recipient.length();
        return whole && recipient.indexOf('.', equals - start) > 0 ? Optional.of(recipient) : Optional.empty();
    }

    /** A hyphen may be part of the list's name or of the user's, unless there is only one; 0 if it cannot be told. */
    private static int startOfUser(String local) {
        int plus = local.indexOf('+');
        if (plus >= 0) {
            return plus + 1;
        }
        int hyphen = local.indexOf('-');
        return hyphen == local.lastIndexOf('-') ? hyphen + 1 : 0;
    }
}

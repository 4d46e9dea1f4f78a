/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads an address that somebody has typed. */
final class MailAddress {

    private static final int MAX_QUOTED = 200;
    private static final String LIKE = "write it like jane@example.net";

    private MailAddress() {}

    /**
     * The address in a form that is the same for all who mean the same mailbox: its domain in lower case.
     *
     * @param option where it was typed
     * @param text an address, perhaps with a name: {@code Jane <jane@example.net>}
     * @throws UsageException if mail cannot be sent to it, or from it
     */
    static InternetAddress parse(String option, String text) throws UsageException {
        String shown = option + " \"" + PrintableText.of(text, MAX_QUOTED) + "\"";
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new UsageException(shown + " contains a line end or another control character: remove it, it could"
                    + " smuggle in an SMTP command");
        }
        InternetAddress address = checked(shown, text);
        int at = address.getAddress().lastIndexOf('@');
        String local = address.getAddress().substring(0, at + 1);
        String domain = address.getAddress().substring(at + 1);
        UsageException.require(
                isAscii(local),
                shown + " needs SMTPUTF8, which is not spoken here: use an address of the same person in ASCII");
        UsageException.require(
                isAscii(domain), shown + " has a domain that is not ASCII: write " + local + cure(domain));
        return named(local + domain.toLowerCase(Locale.ROOT), address.getPersonal());
    }

    private static InternetAddress checked(String shown, String text) throws UsageException {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.validate();
            UsageException.require(!address.isGroup(), shown + " is a group: give each address by itself");
            return address;
        } catch (AddressException e) {
            String hint = text.contains(",") || text.contains(";") ? "give each address by itself" : LIKE;
            throw new UsageException(shown + " is not a mail address: " + hint, e);
        }
    }

    private static String cure(String domain) {
        try {
            return IDN.toASCII(domain);
        } catch (IllegalArgumentException e) {
            return "xn--...";
        }
    }

    private static InternetAddress named(String address, @Nullable String name) {
        InternetAddress named = new InternetAddress();
        named.setAddress(address);
        try {
            named.setPersonal(name, StandardCharsets.UTF_8.name());
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("UTF-8 is there always", e);
        }
        return named;
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}

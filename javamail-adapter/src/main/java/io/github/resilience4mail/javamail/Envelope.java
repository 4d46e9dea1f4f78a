/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.IDN;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The recipients of one sending: groups expanded, each mailbox once (a domain's case does not matter, RFC 5321 section
 * 2.4), none that could smuggle a command. Immutable.
 */
final class Envelope {

    private final Map<String, InternetAddress> byKey;
    private final List<String> recipients;

    private Envelope(Map<String, InternetAddress> byKey) {
        this.byKey = byKey;
        this.recipients = List.copyOf(byKey.keySet());
    }

    /**
     * Checks the recipients before anything is sent.
     *
     * @throws MessagingException of Angus' own types, with one sentence that names the address and the cure
     */
    static Envelope of(Address @Nullable [] addresses) throws MessagingException {
        if (addresses == null || addresses.length == 0) {
            throw new SendFailedException("No recipient addresses: give at least one in To, Cc or Bcc");
        }
        Map<String, InternetAddress> byKey = new LinkedHashMap<>();
        for (Address address : addresses) {
            if (!(address instanceof InternetAddress internet)) {
                throw new MessagingException(PrintableText.of(String.valueOf(address), 200)
                        + " is not an InternetAddress: SMTP delivers to no other");
            }
            for (InternetAddress member : members(internet)) {
                byKey.putIfAbsent(key(member), member);
            }
        }
        if (byKey.isEmpty()) {
            throw new SendFailedException(
                    "No recipient addresses: the group has no members; give at least one in To, Cc or Bcc");
        }
        return new Envelope(byKey);
    }

    /**
     * Checks the address that MAIL FROM will name.
     *
     * @param utf8 whether commands are sent in UTF-8 ({@code mail.mime.allowutf8})
     * @throws AddressException with one sentence that names it and the cure
     */
    static void checkSender(@Nullable String sender, boolean utf8) throws AddressException {
        if (sender != null) {
            rejectControls("sender", sender);
            if (!utf8 && !AsciiText.isAscii(sender)) {
                String shown = PrintableText.of(sender, 200);
                throw new AddressException(
                        "the sender address \"" + shown + "\" has letters beyond ASCII: write the domain as xn--...,"
                                + " or set mail.mime.allowutf8 to true if the server knows SMTPUTF8",
                        shown);
            }
        }
    }

    private static List<InternetAddress> members(InternetAddress address) throws MessagingException {
        if (!address.isGroup()) {
            return List.of(checked(address));
        }
        InternetAddress[] group = address.getGroup(true);
        List<InternetAddress> members = new ArrayList<>();
        if (group != null) {
            for (InternetAddress member : group) {
                members.add(checked(member));
            }
        }
        return members;
    }

    private static InternetAddress checked(InternetAddress address) throws AddressException {
        String text = address.getAddress();
        if (text == null || text.isBlank()) {
            throw new AddressException("a recipient has no address: remove it, or fill it in");
        }
        rejectControls("recipient", text);
        return address;
    }

    private static void rejectControls(String role, String text) throws AddressException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                String shown = PrintableText.of(text, 200);
                throw new AddressException(
                        "the " + role + " address \"" + shown + "\" contains a " + name(text.charAt(i)) + " at index "
                                + i + ": remove it, it could smuggle in an SMTP command",
                        shown,
                        i);
            }
        }
    }

    private static String name(char control) {
        return switch (control) {
            case '\r' -> "carriage return (CR)";
            case '\n' -> "line feed (LF)";
            default -> "control character (code " + (int) control + ")";
        };
    }

    private static String key(InternetAddress address) {
        String text = address.getAddress();
        int at = text.lastIndexOf('@');
        if (at < 0) {
            return text;
        }
        String domain = text.substring(at);
        String lower = domain.toLowerCase(Locale.ROOT);
        return lower.equals(domain) ? text : text.substring(0, at) + lower;
    }

    /** The names under which the recipients are known to the engine, in order. */
    List<String> recipients() {
        return recipients;
    }

    /**
     * How an address is written on the wire.
     *
     * @param utf8 whether commands are sent in UTF-8 ({@code mail.mime.allowutf8})
     * @return the address, its domain in ASCII if need be; or null if it cannot be written: Angus would cut each char to
     *     its low byte, which is another address
     */
    @Nullable
    InternetAddress onTheWire(String recipient, boolean utf8) {
        InternetAddress address = address(recipient);
        String text = address.getAddress();
        if (utf8 || AsciiText.isAscii(text)) {
            return address;
        }
        int at = text.lastIndexOf('@');
        if (!AsciiText.isAscii(text.substring(0, Math.max(0, at)))) {
            return null;
        }
        try {
            InternetAddress written = new InternetAddress();
            written.setAddress(text.substring(0, at + 1) + IDN.toASCII(text.substring(at + 1)));
            return written;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** How some are written on the wire who can be. */
    InternetAddress[] onTheWire(List<String> some, boolean utf8) {
        List<InternetAddress> written = new ArrayList<>(some.size());
        for (String recipient : some) {
            InternetAddress address = onTheWire(recipient, utf8);
            if (address != null) {
                written.add(address);
            }
        }
        return written.toArray(InternetAddress[]::new);
    }

    /** The addresses of some of them. */
    InternetAddress[] addresses(List<String> some) {
        InternetAddress[] addresses = new InternetAddress[some.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = address(some.get(i));
        }
        return addresses;
    }

    InternetAddress address(String recipient) {
        InternetAddress address = byKey.get(recipient);
        if (address == null) {
            throw new IllegalArgumentException("not a recipient of this message: " + PrintableText.of(recipient, 200));
        }
        return address;
    }
}

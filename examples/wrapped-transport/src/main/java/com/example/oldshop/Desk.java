/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;

/** Where one way of sending does its work: it knows the server, and notes what goes wrong. */
final class Desk {

    static final String HOST = "127.0.0.1";

    private final int port;
    private final List<String> failures = new ArrayList<>();
    private final Set<String> blamed = new LinkedHashSet<>();

    Desk(int port) {
        this.port = port;
    }

    int port() {
        return port;
    }

    /** What went wrong, in order. */
    List<String> failures() {
        return failures;
    }

    /** Addresses that the failures hold responsible; the shop strikes them off its lists. */
    Set<String> blamed() {
        return blamed;
    }

    Properties properties(String protocol) {
        Properties properties = new Properties();
        properties.setProperty("mail." + protocol + ".host", HOST);
        properties.setProperty("mail." + protocol + ".port", String.valueOf(port));
        properties.setProperty("mail." + protocol + ".localhost", "shop.example");
        return properties;
    }

    Session session() {
        return Session.getInstance(properties("smtp"));
    }

    MimeMessage message(Session session, String... recipients) throws MessagingException {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress("orders@shop.example"));
        message.setRecipients(Message.RecipientType.TO, addresses(recipients));
        message.setSubject("Your order");
        message.setText("It is on its way.\n");
        return message;
    }

    InternetAddress[] addresses(String... recipients) throws MessagingException {
        return InternetAddress.parse(String.join(",", recipients));
    }

    void failed(String sentence) {
        failures.add(sentence);
    }

    /** Notes an exception as such programs do: its text, and whom to strike off. */
    void failed(Throwable failure) {
        failures.add(failure.getClass().getSimpleName() + ": " + innermost(failure));
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof SMTPAddressFailedException refused) {
                blamed.add(refused.getAddress().getAddress());
            }
            if (t instanceof SendFailedException sending && sending.getInvalidAddresses() != null) {
                for (Address address : sending.getInvalidAddresses()) {
                    blamed.add(address.toString());
                }
            }
        }
    }

    /** What is behind a text that says nothing. */
    private static @Nullable String innermost(Throwable failure) {
        String text = failure.getMessage();
        Throwable cause = failure.getCause();
        return cause == null || cause.getMessage() == null ? text : text + ": " + innermost(cause);
    }
}

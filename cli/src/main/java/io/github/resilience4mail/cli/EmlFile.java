/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.cli;

import io.github.resilience4mail.smtp.PrintableText;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A message as it stands in a file. Read once; all messages made of it share its bytes. */
final class EmlFile {

    /** More than any mail server is known to take. */
    private static final int MAX_MEGABYTES = 150;

    private static final int MAX_NAME = 1000;
    private static final Pattern HEADER_LINE = Pattern.compile("[!-9;-~]+[ \t]*:[^\n]*");
    private static final Pattern MESSAGE_ID = Pattern.compile("<[!-;=?-~]+>");

    private final byte[] bytes;
    private final @Nullable String messageId;

    private EmlFile(byte[] bytes, @Nullable String messageId) {
        this.bytes = bytes;
        this.messageId = messageId;
    }

    /**
     * Reads a file.
     *
     * @throws UsageException if it cannot be read, or holds no message
     */
    static EmlFile read(Path file) throws UsageException {
        String shown = "--eml " + PrintableText.of(file.toString(), MAX_NAME);
        byte[] bytes = bytes(file, shown);
        String firstLine = firstLine(bytes);
        UsageException.require(bytes.length > 0, shown + " is empty: give a file with a message in it");
        UsageException.require(
                !firstLine.startsWith("From "),
                shown + " is a mailbox (mbox): save the one message in a file of its own");
        UsageException.require(
                HEADER_LINE.matcher(firstLine).matches(),
                shown + " is not a message: it has to begin with a header line such as \"Subject: hello\"");
        try {
            return new EmlFile(bytes, messageId(parse(Session.getInstance(new Properties()), bytes)));
        } catch (MessagingException e) {
            throw new UsageException(
                    shown + " is not a message: " + PrintableText.of(String.valueOf(e.getMessage()), MAX_NAME), e);
        }
    }

    private static byte[] bytes(Path file, String shown) throws UsageException {
        UsageException.require(Files.exists(file), shown + " does not exist: give the name of a file");
        UsageException.require(!Files.isDirectory(file), shown + " is a directory: give the name of a file in it");
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_MEGABYTES << 20);
            UsageException.require(
                    in.read() < 0,
                    shown + " is larger than " + MAX_MEGABYTES + " MB, which no mail server takes: make it smaller");
            return bytes;
        } catch (IOException e) {
            throw new UsageException(shown + " cannot be read: check its permissions", e);
        }
    }

    private static String firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    private static @Nullable String messageId(MimeMessage message) throws MessagingException {
        String id = message.getMessageID();
        return id != null && MESSAGE_ID.matcher(id.strip()).matches() ? id.strip() : null;
    }

    private static MimeMessage parse(Session session, byte[] bytes) throws MessagingException {
        return new MimeMessage(session, new SharedByteArrayInputStream(bytes));
    }

    /** Its own Message-ID, or null if it has none that could be used. */
    @Nullable
    String messageId() {
        return messageId;
    }

    /** A message of its own; what is not changed in it is sent byte by byte as it stands in the file. */
    MimeMessage message(Session session) throws MessagingException {
        MimeMessage message = parse(session, bytes);
        message.removeHeader("Bcc");
        message.removeHeader("Resent-Bcc");
        return message;
    }
}

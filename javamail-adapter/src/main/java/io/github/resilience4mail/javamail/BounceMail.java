/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message taken to pieces: those that may tell of a bounce. */
final class BounceMail {

    private static final String COMPLAINT = "feedback-type: abuse";
    private static final int MAX_DEPTH = 6;
    private static final int MAX_PARTS = 100;
    private static final int MAX_SUBJECT = 1000;
    private static final int MAX_TEXT = 512 * 1024;
    private static final int MAX_ORIGINAL_HEADER = 64 * 1024;

    private static final Set<String> STATUSES =
            Set.of("message/delivery-status", "message/global-delivery-status", "text/delivery-status");
    private static final Set<String> MESSAGES = Set.of("message/rfc822", "message/global");
    private static final Set<String> HEADERS =
            Set.of("text/rfc822-headers", "text/rfc822-header", "message/global-headers", "message/rfc822-headers");

    private final MimeMessage message;
    private final StringBuilder plain = new StringBuilder();
    private final StringBuilder html = new StringBuilder();
    private final StringBuilder statuses = new StringBuilder();
    private final StringBuilder feedback = new StringBuilder();
    private final List<byte[]> attached = new ArrayList<>();
    private String originalHeader = "";
    private boolean receipt;
    private @Nullable HeaderFields original;
    private @Nullable String originalTo;
    private int seen;

    private BounceMail(MimeMessage message) {
        this.message = message;
    }

    /** Takes a message apart, however broken it is. */
    static BounceMail of(byte[] bytes) throws MessagingException {
        BounceMail mail = new BounceMail(new MimeMessage(null, new SharedByteArrayInputStream(bytes)));
        mail.visit(mail.message, 0);
        return mail;
    }

    private void visit(MimePart part, int depth) {
        seen++;
        if (depth > MAX_DEPTH || seen > MAX_PARTS) {
            return;
        }
        String type = PartText.mediaType(part);
        if (type.startsWith("multipart/")) {
            visitParts(part, depth);
        } else if (MESSAGES.contains(type)) {
            byte[] bytes = PartText.bytes(part, BounceReader.MAX_BYTES);
            attached.add(bytes);
            original(PartText.guessed(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_ORIGINAL_HEADER))));
        } else if (HEADERS.contains(type)) {
            original(PartText.of(part));
        } else {
            visitText(part, type);
        }
    }

    private void visitParts(MimePart part, int depth) {
        List<MimePart> parts = LimitedMultipart.partsOf(part);
        if (parts.isEmpty()) {
            append(plain, PartText.of(part));
        }
        for (MimePart child : parts) {
            visit(child, depth + 1);
        }
    }

    private void visitText(MimePart part, String type) {
        if (STATUSES.contains(type)) {
            append(statuses, PartText.of(part));
        } else if (type.equals("message/disposition-notification")) {
            receipt = true;
        } else if (type.equals("message/feedback-report")) {
            append(feedback, PartText.of(part));
        } else if (type.equals("text/html")) {
            append(html, HtmlText.of(PartText.of(part)));
        } else if (type.startsWith("text") || type.indexOf('/') < 0) {
            append(plain, PartText.of(part));
        }
    }

    private void original(String header) {
        if (originalHeader.isEmpty()) {
            originalHeader = header;
        }
    }

    private static void append(StringBuilder text, String more) {
        int room = MAX_TEXT - text.length();
        text.append(more, 0, Math.max(0, Math.min(more.length(), room))).append("\n\n");
    }

    /** A header of the message itself, unfolded; empty if it has none. */
    String header(String name) {
        return PartText.header(message, name);
    }

    /** What people are to read: the plain text, or else the words of the page. */
    String text() {
        return (plain.toString().isBlank() ? html : plain).toString();
    }

    /** The delivery status. */
    String status() {
        return statuses.toString();
    }

    /** The delivery status where it comes as text, without its media type, because the parts were torn apart. */
    String statusInText() {
        int recipient = AsciiText.lower(plain).indexOf("\nfinal-recipient:");
        return recipient < 0 ? "" : plain.substring(startOfBlock(recipient));
    }

    /** The block before that of the first recipient names the server. */
    private int startOfBlock(int recipient) {
        int start = AsciiText.lower(plain).lastIndexOf("\nreporting-mta:", recipient);
        return start < 0 ? recipient : start;
    }

    /** A complaint. */
    String feedback() {
        return feedback.toString();
    }

    /** A complaint where it comes as text, without its media type. */
    String feedbackInText() {
        int start = AsciiText.lower(plain).indexOf(COMPLAINT);
        boolean first = start == 0 || (start > 0 && plain.charAt(start - 1) == '\n');
        return first ? plain.substring(start) : "";
    }

    /** The header of the message that came back, as far as it is quoted. */
    HeaderFields original() {
        if (original == null) {
            original = HeaderFields.first(originalHeader.isEmpty() ? quotedHeader() : originalHeader);
        }
        return original;
    }

    /** The only recipient in the header of the message that came back; empty if it has several or is not quoted. */
    String originalTo() {
        if (originalTo == null) {
            originalTo = Addresses.only(original().get("to"));
        }
        return originalTo;
    }

    /** The Message-ID of the message that this one is about; empty if it does not tell. */
    String originalMessageId() {
        String quoted = original().get("message-id");
        return quoted.isEmpty() ? header("In-Reply-To") : quoted;
    }

    /** The subject as phrases are looked for in it. */
    String subject() {
        return BounceText.normal(Headers.decoded(this, "Subject"), MAX_SUBJECT);
    }

    /** Whether it tells that a message was read (RFC 8098). */
    boolean isReceipt() {
        return receipt || reportType("disposition-notification");
    }

    /** Whether it is a report of any type. */
    boolean isReport() {
        return PartText.mediaType(message).equals("multipart/report");
    }

    /** Whether the header announces a report of a type. */
    boolean reportType(String type) {
        String contentType = AsciiText.lower(header("Content-Type"));
        int at = contentType.indexOf("report-type");
        return at >= 0 && contentType.indexOf(type, at) >= 0;
    }

    /** Servers without reports quote the message below their text. */
    private String quotedHeader() {
        String text = plain.toString();
        int at = AsciiText.lower(text).indexOf("\nmessage-id:");
        return at < 0 ? "" : text.substring(at + 1);
    }

    /** The messages within it. */
    List<byte[]> attached() {
        return attached;
    }

    /** {@return whether there is nothing to be read: no text, no report} */
    boolean isEmpty() {
        return text().isBlank() && statuses.toString().isBlank() && feedback().isBlank();
    }

    /** What to call bytes that are no text: a header never has NUL in it. */
    static boolean isBinary(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 1024), StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
    }
}

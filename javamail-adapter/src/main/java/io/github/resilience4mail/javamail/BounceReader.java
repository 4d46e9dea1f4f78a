/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Understands bounces: what came back, about whom, what the server said and what to do.
 *
 * <p>It reads delivery reports (RFC 3464, RFC 6533), the texts of servers that send none (qmail, Exim, Exchange,
 * Postfix, Sendmail, Courier, Yahoo, Gmail and those who write similarly), complaints (RFC 5965), and it tells notices of
 * a delay and automatic replies from failures:
 *
 * <pre>{@code
 * for (BounceReport report : BounceReader.of(ReplyCatalogue.standard()).read(message)) {
 *     if (report.kind() == BounceKind.FAILED && report.verdict().map(Verdict::suppress).orElse(false)) {
 *         report.recipient().ifPresent(list::remove);
 *     }
 * }
 * }</pre>
 *
 * <p>Anybody can send a bounce: compare {@link BounceReport#messageId()} with what you have sent before you act on one.
 * No input makes it throw; it takes time linear in the input, of which it reads the first megabyte. Immutable and
 * thread-safe.
 */
public final class BounceReader {

    /** Reports come first in a bounce; what follows is the message that was sent. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_NESTING = 3;

    private final ReplyCatalogue catalogue;

    private BounceReader(ReplyCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Makes a reader.
     *
     * @param catalogue what knows the meaning of replies
     * @return the reader
     */
    public static BounceReader of(ReplyCatalogue catalogue) {
        return new BounceReader(catalogue);
    }

    /**
     * Reads one message.
     *
     * @param in the message as it came (RFC 5322), of which the first megabyte is read; it is not closed
     * @return a report for each recipient who is named, at least one
     * @throws IOException if the stream cannot be read; never because of what is in it
     */
    public List<BounceReport> read(InputStream in) throws IOException {
        return read(in.readNBytes(MAX_BYTES));
    }

    /**
     * Reads one message.
     *
     * @param message a message of any store
     * @return a report for each recipient who is named, at least one
     * @throws IOException if the message cannot be fetched
     * @throws MessagingException if the message cannot be fetched
     */
    public List<BounceReport> read(MimeMessage message) throws IOException, MessagingException {
        Start start = new Start();
        message.writeTo(start);
        return read(start.bytes.toByteArray());
    }

    private List<BounceReport> read(byte[] bytes) {
        try {
            byte[] message = withoutEnvelope(bytes);
            return BounceMail.isBinary(message) ? List.of(unreadable("it is no message")) : read(message, 0);
        } catch (MessagingException | RuntimeException e) {
            // parsers of broken MIME throw all sorts of things; a mailbox must not stop at one bad message
            return List.of(unreadable("it is no message that can be parsed"));
        }
    }

    private List<BounceReport> read(byte[] bytes, int nesting) throws MessagingException {
        BounceMail mail = BounceMail.of(bytes);
        List<BounceReport> reports = reports(mail);
        if (reports.get(0).kind() != BounceKind.UNREADABLE || nesting == MAX_NESTING) {
            return reports;
        }
        // people forward bounces as attachments
        for (byte[] attached : mail.attached()) {
            List<BounceReport> inner = read(attached, nesting + 1);
            if (inner.get(0).kind() != BounceKind.UNREADABLE) {
                return inner;
            }
        }
        return reports;
    }

    private List<BounceReport> reports(BounceMail mail) {
        BounceJudge judge = new BounceJudge(catalogue, mail.original().get("message-id"));
        StatusReports statuses = StatusReports.read(mail, judge);
        if (!statuses.reports().isEmpty()) {
            return statuses.reports();
        }
        if (statuses.success()) {
            return List.of(unreadable("it reports a success"));
        }
        if (!mail.feedback().isBlank()) {
            return Complaints.read(mail);
        }
        TextBounce text = new TextBounce(mail, judge);
        if (text.isBounce()) {
            return text.reports();
        }
        if (AutoReplies.isAutoReply(mail)) {
            return List.of(AutoReplies.read(mail));
        }
        return List.of(unreadable(mail.isEmpty() ? "it has no text" : "it is no bounce that is known here"));
    }

    static BounceReport unreadable(String problem) {
        return BounceReport.builder(BounceKind.UNREADABLE).problem(problem).build();
    }

    /** A mailbox file puts a line before the message that is not part of it. */
    private static byte[] withoutEnvelope(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1);
        int end = start.indexOf('\n');
        return start.startsWith("From ") && end > 0 ? Arrays.copyOfRange(bytes, end + 1, bytes.length) : bytes;
    }

    /** Keeps the start of what is written. */
    private static final class Start extends OutputStream {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            if (bytes.size() < MAX_BYTES) {
                bytes.write(b);
            }
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            bytes.write(from, offset, Math.max(0, Math.min(length, MAX_BYTES - bytes.size())));
        }
    }
}

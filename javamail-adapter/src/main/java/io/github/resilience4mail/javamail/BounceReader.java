/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Understands bounces: what came back, about whom, what the server said and what to do.
 *
 * <p>It reads delivery reports (RFC 3464, RFC 6533), the texts of servers that send none (qmail, Exim, Exchange,
 * Postfix, Sendmail, Courier, Domino, Yahoo, Gmail and those who write similarly, in seven languages), complaints
 * (RFC 5965), and it tells notices of a delay, automatic replies, receipts and the letters of people from failures:
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
        return read(in.readNBytes(MAX_BYTES), null);
    }

    /**
     * Reads one message of which it is known to whom it came. If that is an address made for one recipient, such as
     * {@code news+ada=example.net@example.com}, the report is about {@code ada@example.net}, whatever the bounce says.
     *
     * @param in the message as it came (RFC 5322), of which the first megabyte is read; it is not closed
     * @param envelopeRecipient the address to which the bounce was sent, as the server that took it knew it
     * @return a report for each recipient who is named, at least one
     * @throws IOException if the stream cannot be read; never because of what is in it
     */
    public List<BounceReport> read(InputStream in, String envelopeRecipient) throws IOException {
        return read(in.readNBytes(MAX_BYTES), envelopeRecipient);
    }

    /**
     * Reads a mailbox file (mbox), message by message: one is in memory at a time. A file that does not begin with an
     * envelope line is one message.
     *
     * @param in the file, which is read to its end and not closed
     * @param messages is told what {@link #read(InputStream)} would return of each message, in their order; what it
     *     throws ends the reading
     * @throws IOException if the stream cannot be read; never because of what is in it
     */
    public void readMailbox(InputStream in, Consumer<List<BounceReport>> messages) throws IOException {
        Mailbox mailbox = new Mailbox(in);
        for (byte[] message = mailbox.next(); message != null; message = mailbox.next()) {
            messages.accept(read(message, null));
        }
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
        return read(bytes(message), null);
    }

    private static byte[] bytes(MimeMessage message) throws IOException, MessagingException {
        StartOfMessage start = new StartOfMessage();
        message.writeTo(start);
        return start.toByteArray();
    }

    private List<BounceReport> read(byte[] bytes, @Nullable String envelopeRecipient) {
        try {
            byte[] message = withoutEnvelope(bytes);
            if (BounceMail.isBinary(message)) {
                return List.of(unreadable("it is no message"));
            }
            BounceMail mail = BounceMail.of(message);
            return Verp.applied(read(mail, 0), mail, envelopeRecipient);
        } catch (MessagingException | RuntimeException e) {
            // parsers of broken MIME throw all sorts of things; a mailbox must not stop at one bad message
            return List.of(unreadable("it is no message that can be parsed"));
        }
    }

    private List<BounceReport> read(BounceMail mail, int nesting) throws MessagingException {
        List<BounceReport> reports = reports(mail);
        if (reports.get(0).kind() != BounceKind.UNREADABLE || nesting == MAX_NESTING || mail.isReport()) {
            return reports;
        }
        // people forward bounces as attachments; what is attached to a report is what was sent
        for (byte[] attached : mail.attached()) {
            List<BounceReport> inner = read(BounceMail.of(attached), nesting + 1);
            if (inner.get(0).kind() != BounceKind.UNREADABLE) {
                return inner;
            }
        }
        return reports;
    }

    private List<BounceReport> reports(BounceMail mail) {
        if (mail.isReceipt()) {
            return List.of(unreadable("it is a receipt, not a bounce"));
        }
        BounceJudge judge = new BounceJudge(catalogue, mail.originalMessageId());
        BounceEvidence evidence = new BounceEvidence(mail);
        StatusReports statuses = StatusReports.read(evidence.status(), mail, judge);
        if (!statuses.reports().isEmpty()) {
            return statuses.reports();
        }
        if (statuses.success()) {
            return List.of(unreadable("it reports a success"));
        }
        String feedback = evidence.feedback();
        if (Complaints.isComplaint(mail, feedback)) {
            return Complaints.read(mail, feedback);
        }
        if (evidence.isAnswerOfMailbox()) {
            return List.of(AutoReplies.read(mail));
        }
        TextBounce text = new TextBounce(mail, judge);
        if (evidence.isBounce(text)) {
            boolean success = BounceSigns.isSuccess(mail.subject(), text.signs());
            return success ? List.of(unreadable("it reports a success")) : text.reports();
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
}

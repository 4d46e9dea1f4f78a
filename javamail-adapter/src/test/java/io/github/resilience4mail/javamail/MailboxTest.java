/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of many messages. */
class MailboxTest {

    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());
    private static final String ENVELOPE = "From MAILER-DAEMON Mon Nov 23 10:00:00 2026\n";

    private static List<String> cut(String file) throws IOException {
        Mailbox mailbox = new Mailbox(new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        List<String> messages = new ArrayList<>();
        for (byte[] message = mailbox.next(); message != null; message = mailbox.next()) {
            messages.add(new String(message, StandardCharsets.UTF_8));
        }
        return messages;
    }

    private static List<List<BounceReport>> read(InputStream in) throws IOException {
        List<List<BounceReport>> all = new ArrayList<>();
        READER.readMailbox(in, all::add);
        return all;
    }

    @Test
    void messagesEndWhereTheNextEnvelopeBegins() throws IOException {
        assertThat(cut(ENVELOPE + "A: 1\n\none\n\n" + ENVELOPE + "B: 2\n\ntwo\n"))
                .containsExactly("A: 1\n\none\n\n", "B: 2\n\ntwo\n");
    }

    @Test
    void quotedLinesAreRestored() throws IOException {
        assertThat(cut(ENVELOPE + "A: 1\n\n>From me\n>>From you\n>Fromage\n> From\n"))
                .containsExactly("A: 1\n\nFrom me\n>From you\n>Fromage\n> From\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From ada@example.net Mon Nov 23 10:00:00 2026\n",
                "From ada@example.net  Mon Nov 23 10:00:00 +0000 2026\r\n",
                "From - Mon Nov 23 10:00:00 2026\n",
                "From 1600000000@xxx Mon, 23 Nov 2026 10:00:00 +0000\n",
                "From MAILER-DAEMON\n"
            })
    void envelopesAreOfManyForms(String envelope) throws IOException {
        assertThat(cut(envelope + "A: 1\n\none\n\n" + envelope + "B: 2\n\ntwo\n"))
                .hasSize(2);
    }

    @Test
    void aLineOfTextIsNoEnvelope() throws IOException {
        String body = "A: 1\n\nFrom Monday at 10:00 on we are away.\nFrom ada@example.net\n\nFrom time to time: yes\n";
        assertThat(cut(ENVELOPE + body)).containsExactly(body);
    }

    @Test
    void aFileThatDoesNotBeginWithAnEnvelopeIsOneMessage() throws IOException {
        String message = "A: 1\n\n>From me\n\n" + ENVELOPE + "B: 2\n";
        assertThat(cut(message)).containsExactly(message);
        assertThat(cut("")).containsExactly("");
    }

    @Test
    void lineEndsMayBeThoseOfTheNet() throws IOException {
        assertThat(cut("From x Mon Nov 23 10:00:00 2026\r\nA: 1\r\n\r\none\r\n\r\nFrom y\r\nB: 2\r\n"))
                .containsExactly("A: 1\r\n\r\none\r\n\r\n", "B: 2\r\n");
    }

    @Test
    void aBrokenMessageIsUnreadableAndTheOthersAreRead() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (String sample : List.of("qmail", "binary", "empty", "dsn-failed")) {
            file.write(ENVELOPE.getBytes(StandardCharsets.US_ASCII));
            file.write(BounceSamples.bytes(sample));
            file.write("\n\n".getBytes(StandardCharsets.US_ASCII));
        }

        assertThat(read(new ByteArrayInputStream(file.toByteArray())))
                .satisfiesExactly(
                        reports -> assertThat(reports).hasSize(2),
                        reports -> assertThat(reports).singleElement().satisfies(MailboxTest::unreadable),
                        reports -> assertThat(reports).singleElement().satisfies(MailboxTest::unreadable),
                        reports -> assertThat(reports.get(0).recipient()).contains("ada@example.net"));
    }

    private static void unreadable(BounceReport report) {
        assertThat(report.kind()).isEqualTo(BounceKind.UNREADABLE);
    }

    @Test
    void memoryIsThatOfOneMessageHoweverLargeTheFile() throws IOException {
        byte[] line = "x".repeat(127).concat("\n").getBytes(StandardCharsets.US_ASCII);
        // one message of 64 megabytes without an end, of which one is kept
        InputStream endless = new Repeated(ENVELOPE.getBytes(StandardCharsets.US_ASCII), line, 512 * 1024);

        Mailbox mailbox = new Mailbox(endless);

        assertThat(mailbox.next()).hasSize(BounceReader.MAX_BYTES);
        assertThat(mailbox.next()).isNull();
    }

    @Test
    void aLineWithoutEndIsRead() throws IOException {
        InputStream in = new Repeated(
                ENVELOPE.getBytes(StandardCharsets.US_ASCII), "From x".getBytes(StandardCharsets.US_ASCII), 1_000_000);

        assertThat(read(in)).hasSize(1);
    }

    /** A start, and then the same again and again. */
    private static final class Repeated extends InputStream {

        private final byte[] start;
        private final byte[] again;
        private final long end;
        private long at;

        Repeated(byte[] start, byte[] again, int times) {
            this.start = start;
            this.again = again;
            end = start.length + (long) again.length * times;
        }

        @Override
        public int read() {
            if (at >= end) {
                return -1;
            }
            int b = at < start.length ? start[(int) at] : again[(int) ((at - start.length) % again.length)];
            at++;
            return b;
        }
    }
}

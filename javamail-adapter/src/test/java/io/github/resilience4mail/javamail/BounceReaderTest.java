/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounces of all makes, and what strangers may make of them. */
class BounceReaderTest {

    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());

    private static List<BounceReport> read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<BounceReport> read(byte[] bytes) {
        try {
            return READER.read(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<BounceReport> sample(String name) {
        return read(BounceSamples.bytes(name));
    }

    private static String decision(BounceReport report) {
        return report.verdict().map(Verdict::decision).map(Decision::name).orElse("NONE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dsn-failed",
                "dsn-status-only",
                "dsn-truncated",
                "dsn-without-boundary",
                "dsn-attached",
                "exim",
                "exchange-old",
                "exchange-new",
                "yahoo",
                "gmail-old",
                "gmail-new",
                "sendmail",
                "courier"
            })
    void aDeadAddressIsSeenInTheBounceOfEveryMake(String name) {
        assertThat(sample(name)).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(BounceKind.FAILED);
            assertThat(report.recipient()).contains("ada@example.net");
            assertThat(report.verdict()).as("%s", report.reply()).hasValueSatisfying(verdict -> {
                assertThat(verdict.decision()).isEqualTo(Decision.GIVE_UP);
                assertThat(verdict.suppress()).isTrue();
            });
        });
    }

    @Test
    void wordsWithoutCodeAreUnderstoodButTheRecipientIsNotSuppressedForThem() {
        assertThat(sample("generic")).singleElement().satisfies(report -> {
            assertThat(report.recipient()).contains("ada@example.net");
            assertThat(decision(report)).isEqualTo("GIVE_UP");
            assertThat(report.verdict().orElseThrow().suppress()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "dsn-failed, '550 5.1.1 <ada@example.net>: Recipient address rejected: User unknown in virtual mailbox table'",
        "dsn-status-only, 5.1.1",
        "exim, 550 5.1.1 User unknown",
        "exchange-old, 550 5.1.1 User unknown",
        "exchange-new, 550 5.1.1 <ada@example.net> user unknown",
        "yahoo, 550 5.1.1 No such user [RCPT_TO]",
        "gmail-old, 550 5.1.1 No such user",
        "gmail-new, 550 5.1.1 No such user",
        "sendmail, 550 5.1.1 <ada@example.net>... User unknown",
        "courier, 550 5.1.1 No such user",
        "latin1, 550 5.1.1 Boîte aux lettres inconnue",
        "dsn-base64-text, 552 5.2.2 Mailbox full"
    })
    void theReplyIsQuotedWithoutTheWordsAroundIt(String name, String reply) {
        assertThat(sample(name)).singleElement().satisfies(report -> assertThat(report.reply())
                .map(Object::toString)
                .contains(reply));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsn-delayed", "exim-delayed"})
    void aDelayIsNoFailure(String name) {
        assertThat(sample(name)).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(BounceKind.DELAYED);
            assertThat(report.recipient()).contains("ada@example.net");
            assertThat(decision(report)).isEqualTo("RETRY");
        });
    }

    @Test
    void recipientsOfOneReportAreToldApartAndSuccessIsLeftOut() {
        assertThat(sample("dsn-several"))
                .extracting(BounceReport::kind, report -> report.recipient().orElseThrow())
                .containsExactly(
                        tuple(BounceKind.FAILED, "ada@example.net"), tuple(BounceKind.DELAYED, "bob@example.net"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qmail", "postfix-text"})
    void recipientsOfOneTextAreToldApart(String name) {
        assertThat(sample(name))
                .extracting(report -> report.recipient().orElseThrow())
                .containsExactly("ada@example.net", "bob@example.net");
    }

    @Test
    void aReplyThatIsBrokenBeforeAnAddressIsKeptWhole() {
        assertThat(sample("postfix-text").get(0).reply())
                .map(Object::toString)
                .contains("550 5.1.1 <ada@example.net>: Recipient address rejected: User unknown"
                        + " (in reply to RCPT TO command)");
        assertThat(sample("qmail").get(1).reply())
                .map(Object::toString)
                .contains("5.1.1 Sorry, no mailbox here by that name. (#5.1.1)");
    }

    @Test
    void aForwardedRecipientIsTheOneThatTheSenderKnows() {
        assertThat(sample("dsn-forwarded")).singleElement().satisfies(report -> assertThat(report.recipient())
                .contains("ada@example.org"));
    }

    @Test
    void anInternationalReportKeepsItsLetters() {
        assertThat(sample("dsn-international")).singleElement().satisfies(report -> {
            assertThat(report.recipient()).contains("édith@exämple.net");
            assertThat(report.messageId()).contains("<n1@example.com>");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"dsn-failed", "dsn-headers-only", "qmail", "exim", "gmail-old", "yahoo", "complaint"})
    void theMessageThatCameBackIsIdentified(String name) {
        assertThat(sample(name).get(0).messageId()).contains("<n1@example.com>");
    }

    @Test
    void theReportingServerIsNamed() {
        assertThat(sample("dsn-failed").get(0).reportingMta()).contains("mta.example.com");
        assertThat(sample("postfix-text").get(0).reportingMta()).contains("mta.example.com");
        assertThat(sample("exchange-new").get(0).reportingMta()).contains("ex.example.com");
    }

    @Test
    void aRefusalToRelayIsNotTheRecipientsFault() {
        BounceReport report = sample("dsn-headers-only").get(0);

        assertThat(decision(report)).isEqualTo("FIX_CONFIG");
        assertThat(report.verdict().orElseThrow().suppress()).isFalse();
    }

    @Test
    void aComplaintHasNoVerdict() {
        assertThat(sample("complaint")).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(BounceKind.COMPLAINT);
            assertThat(report.recipient()).contains("ada@example.net");
            assertThat(report.verdict()).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"autoreply", "autoreply-subject"})
    void anAutomaticReplyIsNoFailure(String name) {
        assertThat(sample(name)).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(BounceKind.AUTO_REPLY);
            assertThat(report.recipient()).contains("ada@example.net");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "ordinary, it is no bounce that is known here",
        "empty, it has no text",
        "binary, it is no message",
        "dsn-delivered, it reports a success",
        "complaint-auth-failure, 'it is a report of type auth-failure, not a complaint'"
    })
    void whatIsNoBounceIsUnreadableAndSaysWhy(String name, String problem) {
        assertThat(sample(name)).singleElement().satisfies(report -> {
            assertThat(report.kind()).isEqualTo(BounceKind.UNREADABLE);
            assertThat(report.problem()).contains(problem);
        });
    }

    @Test
    void hostileTextComesOutPrintable() {
        BounceReport report = sample("dsn-hostile").get(0);

        assertThat(report.recipient().orElseThrow() + report.reply().orElseThrow() + report)
                .doesNotContain("\u001b", "\u202e", "\u0007");
    }

    @Test
    void aMessageOfAStoreReadsLikeAFile() throws Exception {
        MimeMessage message = new MimeMessage(null, new ByteArrayInputStream(BounceSamples.bytes("dsn-failed")));

        assertThat(READER.read(message).get(0).recipient()).contains("ada@example.net");
    }

    @Test
    void noMutationOfASampleMakesItThrowOrDawdle() {
        Random random = new Random(5322);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (String name : BounceSamples.NAMES) {
                byte[] bytes = BounceSamples.bytes(name);
                for (int i = 0; i < 150; i++) {
                    assertThat(read(BounceSamples.mutated(bytes, random))).isNotEmpty();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "&",
                "a@",
                "a@b.c\n",
                "--B\n",
                "x: y\n",
                " folded\n",
                "Final-Recipient: rfc822; a@b.c\n\n",
                "5.",
                "550 "
            })
    void aMegabyteOfAnythingIsReadInBoundedTime(String unit) {
        String many = unit.repeat(1024 * 1024 / unit.length());
        for (String type :
                List.of("text/html", "text/plain", "multipart/mixed; boundary=B", "message/delivery-status")) {
            String head = "From: mailer-daemon@example.com\nSubject: failure notice\nContent-Type: " + type + "\n\n";
            assertTimeoutPreemptively(
                    Duration.ofSeconds(10), () -> assertThat(read(head + many)).isNotEmpty());
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> assertThat(read(many)).isNotEmpty());
    }
}

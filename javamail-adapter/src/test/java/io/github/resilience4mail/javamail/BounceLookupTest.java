/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a sender finds the message that a bounce is about. */
class BounceLookupTest {

    private static final BounceReader READER = BounceReader.of(ReplyCatalogue.standard());

    private static BounceReport sample(String name) throws IOException {
        return READER.read(new ByteArrayInputStream(BounceSamples.bytes(name))).get(0);
    }

    private static BounceReport status(String fields) throws IOException {
        String mail = "From: mailer-daemon@example.com\nContent-Type: message/delivery-status\n\n" + fields;
        return READER.read(new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8)))
                .get(0);
    }

    @Test
    void aReportSaysUnderWhatNamesAndWhen() throws IOException {
        BounceReport report = sample("dsn-lookup");

        assertThat(report.envelopeId()).contains("order+42/2026");
        assertThat(report.originalRecipient()).contains("ada+news@example.net");
        assertThat(report.finalRecipient()).contains("ada@store.example.net");
        assertThat(report.recipient()).contains("ada+news@example.net");
        assertThat(report.messageId()).contains("<n1@example.com>");
        assertThat(report.arrivedAt()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(report.lastAttemptAt()).contains(Instant.parse("2026-11-23T09:00:05Z"));
        assertThat(report.willRetryUntil()).isEmpty();
    }

    @Test
    void aDelaySaysUntilWhenItIsTried() throws IOException {
        assertThat(sample("dsn-delayed-dates").willRetryUntil()).contains(Instant.parse("2026-11-28T10:00:00Z"));
        assertThat(sample("dsn-delayed").willRetryUntil()).contains(Instant.parse("2026-11-27T10:00:00Z"));
    }

    @Test
    void onlyADelayIsTriedFurther() throws IOException {
        assertThat(status("Final-Recipient: rfc822; ada@example.net\nAction: failed\nStatus: 5.0.0\n"
                                + "Will-Retry-Until: Sat, 28 Nov 2026 10:00:00 +0000\n")
                        .willRetryUntil())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "2026", "Mon, 99 Xyz 2026 10:00:00", "\u0001", "(", "Mon, 23 Nov"})
    void aDateThatIsNoneIsLeftOut(String date) throws IOException {
        BounceReport report = status("Arrival-Date: " + date + "\n\nFinal-Recipient: rfc822; ada@example.net\n"
                + "Action: delayed\nStatus: 4.0.0\nLast-Attempt-Date: " + date + "\nWill-Retry-Until: " + date + "\n");

        assertThat(report.recipient()).contains("ada@example.net");
        assertThat(report.arrivedAt()).isEmpty();
        assertThat(report.lastAttemptAt()).isEmpty();
        assertThat(report.willRetryUntil()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rfc822; ada+2Bnews@example.net, ada+news@example.net",
        "rfc822;ada+42@example.net, ada+42@example.net",
        "rfc822; ada+news@example.net, ada+news@example.net",
        "rfc822; b+3Dc@example.net, b=c@example.net",
        "rfc822; <ada@example.net>, ada@example.net",
        "'utf-8; \\x{E9}dith@ex\\x{E4}mple.net', édith@exämple.net",
        "'utf-8; \\x{1F600}@example.net', \uD83D\uDE00@example.net",
        "'utf-8; a\\x{110000}b@example.net', a\\x{110000}b@example.net",
        "'utf-8; a\\x{zz}\\x{@example.net', a\\x{zz}\\x{@example.net",
    })
    void addressesAreDecoded(String field, String address) throws IOException {
        assertThat(status("Original-Recipient: " + field + "\nAction: failed\nStatus: 5.1.1\n")
                        .originalRecipient())
                .contains(address);
    }

    @Test
    void theMessageAnsweredIsTheOneThatIsAbout() throws IOException {
        assertThat(sample("office365-html").messageId()).contains("<n1@example.com>");
        assertThat(sample("gmail-delayed").messageId()).contains("<n1@example.com>");
    }

    @Test
    void aComplaintTellsWhatItKnows() throws IOException {
        BounceReport report = sample("complaint-redacted");

        assertThat(report.envelopeId()).contains("order+42");
        assertThat(report.arrivedAt()).contains(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(sample("complaint-yahoo").arrivedAt()).contains(Instant.parse("2026-11-23T10:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "news+ada=example.net@example.com, ada@example.net",
        "news-bounces+ada+tag=example.net@example.com, ada+tag@example.net",
        "news-ada=example.net@example.com, ada@example.net",
        "news+a=b=example.net@example.com, a=b@example.net",
    })
    void theRecipientInTheEnvelopeSenderIsFound(String address, String recipient) {
        assertThat(Verp.recipient(address)).contains(recipient);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "@",
                "=",
                "=@",
                "+=@",
                "news@example.com",
                "news+ada@example.com",
                "news-list-ada=example.net@example.com",
                "ada=example.net@example.com",
                "news+=example.net@example.com",
                "news+ada=@example.com",
                "news+ada=example@example.com",
                "news+ada=exa mple.net@example.com",
                "news=x"
            })
    void anAddressThatMayMeanSomethingElseNamesNobody(String address) {
        assertThat(Verp.recipient(address)).isEmpty();
    }

    @Test
    void theEnvelopeKnowsBetterThanTheBounce() throws IOException {
        byte[] forwarded = BounceSamples.bytes("dsn-failed");

        List<BounceReport> reports =
                READER.read(new ByteArrayInputStream(forwarded), "news+ada=alumni.example@example.com");

        assertThat(reports).singleElement().satisfies(report -> {
            assertThat(report.recipient()).contains("ada@alumni.example");
            assertThat(report.finalRecipient()).contains("ada@example.net");
            assertThat(report.verdict()).isPresent();
            assertThat(report.messageId()).contains("<n1@example.com>");
        });
        assertThat(READER.read(new ByteArrayInputStream(forwarded), "news@example.com")
                        .get(0)
                        .recipient())
                .contains("ada@example.net");
    }

    @Test
    void theEnvelopeSaysNothingAboutWhatIsNoBounceOrAboutSeveral() throws IOException {
        String envelope = "news+bob=example.org@example.com";

        assertThat(READER.read(new ByteArrayInputStream(BounceSamples.bytes("ordinary")), envelope)
                        .get(0)
                        .recipient())
                .isEmpty();
        assertThat(READER.read(new ByteArrayInputStream(BounceSamples.bytes("qmail")), envelope))
                .extracting(report -> report.recipient().orElseThrow())
                .containsExactly("ada@example.net", "bob@example.net");
    }
}

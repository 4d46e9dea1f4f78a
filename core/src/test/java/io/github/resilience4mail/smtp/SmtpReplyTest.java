/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReplyTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 No such user | 550 | 5.1.1 | No such user",
                "550-5.1.1 No such user | 550 | 5.1.1 | No such user",
                "550 | 550 | | ''",
                "550 No such user | 550 | | No such user",
                "5.7.1 Denied | 0 | 5.7.1 | Denied",
                "No such user | 0 | | No such user",
                "smtp;550 5.1.1 No | 550 | 5.1.1 | No",
                "SMTP; 552-5.2.3 Too big | 552 | 5.2.3 | Too big",
                "failed,5.1.1 (bad),smtp;553 Relaying disallowed | 553 | | Relaying disallowed",
                "host mx.example.net[192.0.2.1] said: 550 5.1.1 No (in reply to RCPT TO command) | 550 | 5.1.1 | No (in reply to RCPT TO command)",
                "host mx[192.0.2.1] refused to talk to me: 421 4.3.2 Busy | 421 | 4.3.2 | Busy",
                "host mx [192.0.2.1] SMTP error from remote mail server after RCPT TO:<a@b.c>: 550 5.1.1 No | 550 | 5.1.1 | No",
                "SMTP error from remote mailer after initial connection: 554 Go | 554 | | Go",
                "SMTP error from remote mail server: connection refused | 0 | | SMTP error from remote mail server: connection refused",
                "550 Invalid recipient (#5.1.1) | 550 | 5.1.1 | Invalid recipient (#5.1.1)",
                "550 Invalid recipient (#2.1.1) | 550 | | Invalid recipient (#2.1.1)",
                "250 Accepted (#5.1.1) | 250 | | Accepted (#5.1.1)",
                "450 5.1.1 Other class | 450 | 5.1.1 | Other class",
                "250 5.1.1 Not its own | 250 | | 5.1.1 Not its own",
                "550 5.1.1.1 An address | 550 | | 5.1.1.1 An address",
                "550 192.0.2.1 An address | 550 | | 192.0.2.1 An address",
                "5501 Not a code | 0 | | 5501 Not a code",
                "650 Not a code | 0 | | 650 Not a code",
                "port 25 at 550 hosts | 0 | | port 25 at 550 hosts",
            })
    void readsEachForm(String text, int code, @Nullable String status, String rest) {
        SmtpReply reply = SmtpReply.parse(text);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status() == null ? null : reply.status().toString()).isEqualTo(status);
        assertThat(reply.text()).isEqualTo(rest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r", "\n\n"})
    void joinsLinesWithoutTheirRepeatedCodes(String end) {
        SmtpReply reply =
                SmtpReply.parse("550-5.1.1 The mailbox" + end + "550-5.1.1 does not" + end + "550 5.1.1 exist");

        assertThat(reply.lines()).containsExactly("The mailbox", "does not", "exist");
        assertThat(reply).hasToString("550 5.1.1 The mailbox does not exist");
    }

    @Test
    void aDifferentNumberAtTheStartOfALineIsText() {
        assertThat(SmtpReply.parse("550-see\n450-row of our table\n550 refused").lines())
                .containsExactly("see", "450-row of our table", "refused");
    }

    @Test
    void ofTwoCodesTheOneThatEndsTheReplyCounts() {
        SmtpReply reply = SmtpReply.parse("451-4.0.0 One address failed\n550 5.1.1 no such mailbox");

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.status()).isEqualTo(new EnhancedStatus(5, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SMTPSendFailedException: 451 4.7.1 busy",
                "Failed messages: SendFailedException: Invalid Addresses; SMTPAddressFailedException: 451 4.7.1 busy",
                "Expected code 250 but got code \"451\", with message \"451 4.7.1 busy\"",
                "Failed to close connection, 451 4.7.1 busy",
                "<<< 451 4.7.1 busy"
            })
    void findsTheReplyThatAProgramQuotes(String text) {
        SmtpReply reply = SmtpReply.parse(text);

        assertThat(reply.code()).isEqualTo(451);
        assertThat(reply.status()).isEqualTo(new EnhancedStatus(4, 7, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout: 500 ms", "mailbox limit: 450 MB", "port=587 and 450 of them"})
    void aMeasureIsNoCode(String text) {
        assertThat(SmtpReply.parse(text).hasCode()).isFalse();
    }

    @Test
    void knowsItsClass() {
        assertThat(SmtpReply.parse("250 OK").isCompletion()).isTrue();
        assertThat(SmtpReply.parse("354 Go").isPositive()).isTrue();
        assertThat(SmtpReply.parse("354 Go").isCompletion()).isFalse();
        assertThat(SmtpReply.parse("450 No").isTransient()).isTrue();
        assertThat(SmtpReply.parse("550 No").isPermanent()).isTrue();
        assertThat(SmtpReply.parse("No").hasCode()).isFalse();
    }

    @Test
    void refusesACodeThatIsNone() {
        assertThatThrownBy(() -> new SmtpReply(199, null, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SmtpReply(600, null, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThat(new SmtpReply(0, null, List.of()).lines()).containsExactly("");
    }

    @Test
    void neverThrowsAndKeepsToItsBounds() {
        Random random = new Random(5);
        String[] parts = {
            "550",
            "-",
            " ",
            "5.1.1",
            "\n",
            "\r",
            "said: ",
            "smtp;",
            "smtp error from remote mail",
            ": ",
            "(#5.7.1)",
            "999",
            ".",
            "é",
            "\uD83D",
            "\0",
            "\t"
        };
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            SmtpReply reply = SmtpReply.parse(text.toString());
            assertThat(reply.lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .doesNotContain("\n", "\r"));
            assertThat(reply.toString().chars()).noneMatch(Character::isISOControl);
        }
    }

    @Test
    void aHugeReplyIsCut() {
        for (String part : new String[] {"550 x\n", "smtp error from remote mail: ", "550-", "(#5.1.1", "1.", "\n"}) {
            SmtpReply reply = SmtpReply.parse(part.repeat(1_000_000));
            assertThat(reply.lines()).hasSizeLessThanOrEqualTo(100);
            assertThat(reply.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(2_000));
            assertThat(reply.toString()).hasSizeLessThanOrEqualTo(500);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "5.1.1, true",
        "4.7.650, true",
        "3.1.1, false",
        "5.1, false",
        "5.1.1., false",
        "5.1.1000, false",
        "x, false"
    })
    void anEnhancedStatusHasThreeParts(String text, boolean valid) {
        assertThat(EnhancedStatus.parse(text).isPresent()).isEqualTo(valid);
        assertThat(EnhancedStatus.parse(text).map(EnhancedStatus::toString))
                .isEqualTo(valid ? java.util.Optional.of(text) : java.util.Optional.empty());
    }

    @Test
    void anEnhancedStatusKnowsItsRanges() {
        assertThatThrownBy(() -> new EnhancedStatus(3, 1, 1)).hasMessageContaining("2, 4 or 5");
        assertThatThrownBy(() -> new EnhancedStatus(5, 1000, 1)).hasMessageContaining("0 to 999");
        assertThatThrownBy(() -> new EnhancedStatus(5, 1, -1)).hasMessageContaining("0 to 999");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 cuda_nsu 5.1.1 <jane@example.net>... User unknown | 550 | 5.1.1",
                "550 #5.1.0 Address rejected. | 550 | 5.1.0",
                "451 cuda_nsu 4.4.3 Temporary server error | 451 | 4.4.3",
                "550 host 192.5.1.1 is blocked | 550 | ",
                "550 from 4.3.2 | 550 | ",
                "com.sun.mail.smtp.SMTPSendFailedException: 550 5.7.1 Refused | 550 | 5.7.1",
                "jakarta.mail.AuthenticationFailedException: 535 5.7.8 Bad credentials | 535 | 5.7.8",
                "Remote server returned: '554 5.7.1 Refused' | 554 | 5.7.1",
                "Diagnostic-Code: smtp; 550 5.1.1 unknown | 550 | 5.1.1",
            })
    void findsCodeAndStatusWhereTheyAreWrapped(String text, int code, @Nullable String status) {
        SmtpReply reply = SmtpReply.parse(text);

        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.status() == null ? null : reply.status().toString()).isEqualTo(status);
    }

    @Test
    void findsTheCodeBelowTheLinesOfAReport() {
        SmtpReply reply = SmtpReply.parse("host mx.example.net [192.0.2.1]\n"
                + "SMTP error from remote mail server after RCPT TO:<jane@example.net>:\n550 5.1.1 User unknown");

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.status()).hasToString("5.1.1");
        assertThat(reply.lines()).contains("User unknown");
        assertThat(SmtpReply.parse("we could not send\n250 messages of yours").hasCode())
                .isFalse();
    }
}

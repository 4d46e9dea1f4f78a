/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replies that do not mean what their digits say at first sight. */
class TrapsTest {

    private static Verdict classify(String reply, @Nullable SmtpPhase phase, @Nullable String host) {
        return ReplyCatalogue.standard()
                .classify(SmtpReply.parse(reply), phase, host)
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "432 | | RETRY | TOO_MANY_CONNECTIONS",
                "432 4.3.2 STOREDRV.ClientSubmit; sender thread limit exceeded | | RETRY | TOO_MANY_CONNECTIONS",
                "432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded | | RETRY | RECIPIENT_RATE_LIMITED",
                "432 4.7.12 A password transition is needed | | FIX_CONFIG | PASSWORD_CHANGE_REQUIRED",
                "432 4.7.12 | AUTH | FIX_CONFIG | PASSWORD_CHANGE_REQUIRED",
                "432 | AUTH | FIX_CONFIG | PASSWORD_CHANGE_REQUIRED",
                "454 | AUTH | RETRY | AUTH_UNAVAILABLE",
                "454 | STARTTLS | RETRY | TLS_UNAVAILABLE",
                "459 | RCPT | FIX_CONFIG | RELAY_DENIED",
                "503 5.5.1 Authentication required first | MAIL | FIX_CONFIG | AUTH_REQUIRED",
                "530 5.7.0 Must issue a STARTTLS command first | MAIL | FIX_CONFIG | TLS_REQUIRED",
                "552 | RCPT | RETRY | TOO_MANY_RECIPIENTS",
                "552 Mailbox full | RCPT | RETRY | MAILBOX_FULL",
                "552 | END_OF_DATA | GIVE_UP | MESSAGE_TOO_BIG",
                "552 5.7.0 illegal attachment | END_OF_DATA | GIVE_UP | VIRUS_DETECTED",
                "501 | RCPT | GIVE_UP | INVALID_ADDRESS",
                "501 | MAIL | FIX_CONFIG | SENDER_REJECTED",
                "501 | EHLO | FIX_CONFIG | HELO_REJECTED",
                "553 | RCPT | GIVE_UP | INVALID_ADDRESS",
                "553 | MAIL | FIX_CONFIG | SENDER_REJECTED",
                "550 | END_OF_DATA | GIVE_UP | POLICY_REJECTED",
                "556 | RCPT | GIVE_UP | DOMAIN_ACCEPTS_NO_MAIL",
                "502 | STARTTLS | FIX_CONFIG | TLS_NOT_OFFERED",
            })
    void thePhaseChangesTheMeaning(String reply, @Nullable SmtpPhase phase, Decision decision, Reason reason) {
        Verdict verdict = classify(reply, phase, null);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional"
                        + " messages. https://support.example.com/?p=ReceivingRatePerm",
                "550 5.4.5 Daily user sending limit exceeded",
                "550 Too many messages. Try again in 92 seconds.",
                "550 Connection frequency limited",
                "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message",
                "550 Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed.",
                "host mx.example.net[192.0.2.1] refused to talk to me: 550 Too many invalid recipients",
                "550 5.1.1 jane@example.net has sent to too many recipients this hour. IB607"
            })
    void somePermanentCodesMeanLater(String reply) {
        assertThat(classify(reply, null, null).decision()).isEqualTo(Decision.RETRY);
    }

    @Test
    void theTextWinsOverAStatusThatContradictsIt() {
        Verdict verdict = classify("550 5.1.1 jane has sent to too many recipients this hour. IB607", null, null);

        assertThat(verdict.reason()).isEqualTo(Reason.THROTTLED);
        assertThat(verdict.suppress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "450 4.1.1 <jane@example.net>: User unknown | GIVE_UP",
                "450 4.1.8 Sender address rejected: Domain not found | FIX_CONFIG",
                "454 4.7.1 <jane@example.net>: Relay access denied | FIX_CONFIG",
                "451 Open relay not allowed | FIX_CONFIG",
                "451 Invalid Recipient | GIVE_UP"
            })
    void someTransientCodesAreFinal(String reply, Decision decision) {
        Verdict verdict = classify(reply, null, null);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.suppress())
                .as("a transient code is no proof of a dead address")
                .isFalse();
    }

    @Test
    void anAddressThatIsBeingVerifiedIsTriedAgain() {
        assertThat(classify("421 4.1.1 unverified address: Address verification in progress", null, null)
                        .decision())
                .isEqualTo(Decision.RETRY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "452 4.1.1 <jane@example.net> user over quota | MAILBOX_FULL",
                "422 4.2.2 Greylisted | GREYLISTED",
                "550 4.2.2 | MAILBOX_FULL",
                "450 5.1.1 | UNKNOWN_RECIPIENT"
            })
    void codeAndStatusMayBelongToDifferentClasses(String reply, Reason reason) {
        assertThat(classify(reply, null, null).reason()).isEqualTo(reason);
    }

    @Test
    void aRefusalInTheGreetingIsAboutTheClient() {
        Verdict verdict = classify("554 5.7.1 No", SmtpPhase.CONNECT, null);

        assertThat(verdict.decision()).isEqualTo(Decision.FIX_CONFIG);
        assertThat(verdict.scope()).isEqualTo(Scope.DESTINATION);
        assertThat(classify("554 No SMTP service here", SmtpPhase.CONNECT, null))
                .isNotEqualTo(verdict);
        assertThat(classify("554", SmtpPhase.CONNECT, null).scope()).isEqualTo(Scope.DESTINATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 5.5.1 Bad sequence", "554 5.7.1 No", "421 4.4.2 Timeout", "500", "550"})
    void aFailureOfQuitOrRsetOnlyCostsTheConnection(String reply) {
        for (SmtpPhase phase : new SmtpPhase[] {SmtpPhase.QUIT, SmtpPhase.RSET}) {
            assertThat(classify(reply, phase, null).reason()).isEqualTo(Reason.CONNECTION_LOST);
            assertThat(classify(reply, phase, null).delayClass()).contains(DelayClass.NOW);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.7.1 Message rejected as spam | SPAM_REJECTED",
                "550 5.7.1 Client host blocked using zen.spamhaus.org | BLOCKLISTED",
                "550 5.7.1 Unable to relay | RELAY_DENIED",
                "550 5.7.1 rejected by DMARC policy | SENDER_UNAUTHENTICATED",
                "550 5.7.1 Fix reverse DNS for 192.0.2.1 | REVERSE_DNS_MISSING",
                "550 5.7.1 Messages missing a valid address in From: header | MESSAGE_MALFORMED",
                "550 5.7.1 | POLICY_REJECTED"
            })
    void oneStatusHasSixMeanings(String reply, Reason reason) {
        assertThat(classify(reply, null, null).reason()).isEqualTo(reason);
    }

    @Test
    void theSameStatusIsReadByHost() {
        String gmail = "gmail-smtp-in.l.google.com";

        assertThat(classify("550 5.7.30 No", null, gmail).reason()).isEqualTo(Reason.SENDER_UNAUTHENTICATED);
        assertThat(classify("550 5.7.30 No - gsmtp", null, null).reason()).isEqualTo(Reason.SENDER_UNAUTHENTICATED);
        assertThat(classify("550 5.7.30 No", null, "mx.example.net").reason()).isEqualTo(Reason.EXTENSION_MISSING);
        assertThat(classify("550 5.7.30 No", null, "notgoogle.com").reason()).isEqualTo(Reason.EXTENSION_MISSING);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.5.0 Service refuse. Veuillez contacter le postmaster. LPN007_510 | GIVE_UP | POLICY_REJECTED",
                "550 5.5.0 Service refused, please try later. LPN007_510 | RETRY | SERVICE_UNAVAILABLE",
                "550 5.7.1 Service refuse. OFR006_102 Ref http://192.0.2.104 [102] | FIX_CONFIG | BLOCKLISTED",
                "450 4.7.1 Service refused due to bad behavior. SFR_IN_104 | RETRY | POOR_REPUTATION",
                "554 This IP has been temporarily blocked for spam. IB110 | RETRY | BLOCKLISTED",
                "552 Rejected due to content judged to be spam. IB212 | GIVE_UP | SPAM_REJECTED",
                "421 192.0.2.1 AUP#CXCNCT | RETRY | TOO_MANY_CONNECTIONS",
                "554 5.7.1 192.0.2.1 AUP#In-1110 | FIX_CONFIG | REVERSE_DNS_MISSING",
                "607 Not delivering to a user who marked your messages as spam | GIVE_UP | RECIPIENT_REFUSES",
                "406 You tried to send to a recipient that has been marked as inactive. | GIVE_UP | RECIPIENT_REFUSES",
                "421 4.7.30 Your email has been rate limited - gsmtp | RETRY | SENDER_UNAUTHENTICATED",
                "550 5.7.30 This mail has been blocked - gsmtp | FIX_CONFIG | SENDER_UNAUTHENTICATED",
                "550 5.7.510 Access denied, example.net does not accept email over IPv6 | FIX_CONFIG | POLICY_REJECTED",
                "451 Account outbounds disabled | FIX_CONFIG | POLICY_REJECTED",
            })
    void aProvidersOwnTokenCountsMoreThanItsSentence(String reply, Decision decision, Reason reason) {
        Verdict verdict = classify(reply, null, null);

        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
        assertThat(verdict.suppress()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.4.1 Relay Access Denied | x.mail.protection.outlook.com | RELAY_DENIED",
                "550 5.4.1 Recipient address rejected: Access denied | x.mail.protection.outlook.com | UNKNOWN_RECIPIENT",
                "550 5.7.12 Sender was not authenticated by organization | x.mail.protection.outlook.com | RECIPIENT_REFUSES",
                "454 TLS not available due to temporary reason | email-smtp.eu-west-1.amazonaws.com | TLS_UNAVAILABLE",
                "454 Temporary authentication failure | email-smtp.eu-west-1.amazonaws.com | AUTH_UNAVAILABLE",
                "454 Throttling failure | email-smtp.eu-west-1.amazonaws.com | THROTTLED",
                "550 5.4.6 Refused | smtp.zoho.eu | POLICY_REJECTED",
                "550 5.4.6 Refused | mx.example.net | MAIL_LOOP",
            })
    void aHostDoesNotGiveOneMeaningToAllItsReplies(String reply, String host, Reason reason) {
        assertThat(classify(reply, null, host).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.1 Recipient rejected. See https://example.org/antispam/policy | UNKNOWN_RECIPIENT",
                "550 5.2.1 Refused, see https://postmaster.example.com/policy | MAILBOX_DISABLED",
                "552 5.3.4 Refused, our policy is at https://example.com/quota | MESSAGE_TOO_BIG",
                "452 4.5.3 Domain policy size per transaction exceeded | TOO_MANY_RECIPIENTS",
                "451 4.3.0 The daily maintenance is running | LOCAL_ERROR",
                "450 4.2.1 We look at this mailbox once a day | MAILBOX_UNAVAILABLE",
                "552 5.3.4 Attachment and all, this is 30 MB | MESSAGE_TOO_BIG",
                "550 5.7.25 Your IP address has no name | REVERSE_DNS_MISSING",
                "450 4.2.0 Greylisted, your IP address is 192.0.2.1 | GREYLISTED",
                "550 5.1.1 User has been banned | UNKNOWN_RECIPIENT",
                "550 5.1.1 Error codes are listed on https://example.com/codes | UNKNOWN_RECIPIENT",
                "554 5.3.0 Our directory is unavailable | LOCAL_ERROR",
                "550 5.7.1 From header and DMARC do not agree | SENDER_UNAUTHENTICATED",
                "550 5.7.1 Encrypted messages are not accepted here | POLICY_REJECTED",
                "450 4.3.0 Reputation service unavailable | LOCAL_ERROR",
                "550 5.7.1 Temporary email addresses are not allowed | POLICY_REJECTED",
            })
    void oneCommonWordDecidesNothing(String reply, Reason reason) {
        assertThat(classify(reply, null, null).reason()).isEqualTo(reason);
    }

    @Test
    void whatMayNotExistIsNotCalledDead() {
        assertThat(classify("550 The account or domain may not exist, they may be blacklisted", SmtpPhase.RCPT, null)
                        .suppress())
                .isFalse();
    }

    @Test
    void manyLinesRepeatTheirCode() {
        Verdict verdict = classify(
                "550-5.1.1 The account that you tried to\r\n550-5.1.1 reach does not exist.\r\n550 5.1.1 - gsmtp",
                SmtpPhase.RCPT,
                null);

        assertThat(verdict.reason()).isEqualTo(Reason.UNKNOWN_RECIPIENT);
        assertThat(verdict.suppress()).isTrue();
    }

    @Test
    void digitsAloneDoNotCallAnAddressDead() {
        Verdict bare = classify("550", SmtpPhase.RCPT, null);
        assertThat(bare.decision()).isEqualTo(Decision.GIVE_UP);
        assertThat(bare.suppress()).isFalse();
        assertThat(bare.confidence()).isEqualTo(Confidence.MEDIUM);

        assertThat(classify("550 5.1.1", SmtpPhase.RCPT, null).suppress()).isTrue();
        assertThat(classify("550 No such user", SmtpPhase.RCPT, null).suppress())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = SmtpPhase.class,
            names = {"CONNECT", "EHLO", "STARTTLS", "AUTH", "MAIL", "RSET", "QUIT"})
    void noReplyOutsideTheRecipientsPhasesCallsAnAddressDead(SmtpPhase phase) {
        for (String reply :
                new String[] {"550 5.1.1 User unknown", "550 5.2.1 Mailbox disabled", "556 5.1.10", "551"}) {
            assertThat(classify(reply, phase, null).suppress()).as(reply).isFalse();
        }
        assertThat(classify("535 User unknown", null, null).suppress()).isFalse();
    }

    @Test
    void anAddressInTheTextIsNotEvidence() {
        Verdict verdict = classify("550 5.1.1 <spamhaus.greylisted@dul.example>: no mail", SmtpPhase.RCPT, null);

        assertThat(verdict.reason()).isEqualTo(Reason.UNKNOWN_RECIPIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "421 4.7.0 Too many connections",
                "450 4.2.0 Greylisted for 5 minutes",
                "451 Try again later",
                "452 4.3.1 Out of disk",
                "421",
                "450",
                "451",
                "452",
                "454",
                "450 4.7.1 Something",
                "451 4.3.0 Something"
            })
    void usualTransientRepliesHaveAReason(String reply) {
        assertThat(classify(reply, null, null).reason()).isNotEqualTo(Reason.UNKNOWN);
        assertThat(classify(reply, null, null).decision()).isEqualTo(Decision.RETRY);
    }

    @ParameterizedTest
    @CsvSource({
        "Something unheard of, RETRY",
        "499 Huh, RETRY",
        "599 Huh, GIVE_UP",
        "99 Huh, RETRY",
        "2.1.5 Huh, RETRY",
        "5.9.9 Huh, GIVE_UP"
    })
    void whatNobodyKnowsIsDecidedByTheFirstDigit(String reply, Decision decision) {
        Verdict verdict = classify(reply, null, null);

        assertThat(verdict.reason()).isEqualTo(Reason.UNKNOWN);
        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.confidence()).isEqualTo(Confidence.LOW);
    }

    @Test
    void aPositiveReplyHasNoVerdict() {
        for (String reply : new String[] {"250 2.1.5 OK", "354 Go ahead", "221 Bye"}) {
            assertThat(ReplyCatalogue.standard().classify(SmtpReply.parse(reply), null, null))
                    .isEmpty();
        }
    }

    @Test
    void theDelayThatTheServerNamesComesAlong() {
        assertThat(classify("450 4.2.0 Greylisted, try again in 300 seconds", SmtpPhase.RCPT, null)
                        .hint())
                .contains(Duration.ofMinutes(5));
        assertThat(classify("550 5.1.1 User unknown, wait 300 seconds", SmtpPhase.RCPT, null)
                        .hint())
                .isEmpty();
    }

    @Test
    void aHostileTextIsReadInLinearTimeAndBounds() {
        String[] hostile = {
            "450 " + "try again in ".repeat(200_000) + "5 minutes",
            "550 " + "\u0345\u0301\u0316".repeat(100_000),
            "550 " + "a@".repeat(300_000),
            "550 " + "user ".repeat(100_000),
            "550 " + "9".repeat(500_000) + " seconds",
            "550 " + "\uFDFA".repeat(100_000)
        };
        for (String reply : hostile) {
            assertThat(classify(reply, null, "a.".repeat(100_000))).isNotNull();
        }
    }
}

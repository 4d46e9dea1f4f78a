/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise 2: from sendMessage on, every recipient ends in exactly one outcome, and it is reported. */
class Promise02EveryRecipientHasOneOutcomeTest {

    private static final String[] RECIPIENTS = {"a@rcv.example", "b@rcv.example", "c@rcv.example"};

    static Stream<Arguments> faults() {
        List<SmtpPhase> phases = List.of(SmtpPhase.MAIL, SmtpPhase.RCPT, SmtpPhase.DATA, SmtpPhase.END_OF_DATA);
        return phases.stream().flatMap(phase -> Stream.of(
                        Action.reply("421 4.3.2 Closing").thenClose(),
                        Action.reply("421 4.3.2 Staying"),
                        Action.reply("451 4.3.0 Later"),
                        Action.reply("452 4.3.1 Full", "452 4.3.1 Really"),
                        Action.reply("550 5.7.1 No"),
                        Action.reply("554 5.0.0 No"),
                        Action.reply("354 Out of place"),
                        Action.rawReply("nonsense\r\n"),
                        Action.rawReply("250-half a reply\r\n").thenClose(),
                        Action.reply("450 4.2.0 Byte by byte").byteByByte(),
                        Action.close(),
                        Action.reset())
                .flatMap(action -> Stream.of("true", "false").map(partial -> Arguments.of(phase, action, partial))));
    }

    /** The fault comes once; with patience everything that can be delivered is, exactly once where that is known. */
    @ParameterizedTest
    @MethodSource("faults")
    void whateverGoesWrongOnce(SmtpPhase phase, Action fault, String partial) throws MessagingException {
        Occurrence when = phase == SmtpPhase.RCPT ? Occurrence.nth(2) : Occurrence.first();
        check(phase, when, fault, partial);
    }

    /** The fault stays: nothing is delivered, or only to those whom it does not concern. */
    @ParameterizedTest
    @MethodSource("faults")
    void whateverGoesWrongEveryTime(SmtpPhase phase, Action fault, String partial) throws MessagingException {
        Occurrence when = phase == SmtpPhase.RCPT ? Occurrence.every().to("b@rcv.example") : Occurrence.every();
        check(phase, when, fault, partial);
    }

    private static void check(SmtpPhase phase, Occurrence when, Action fault, String partial)
            throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().on(phase, when, fault).start()) {
            Mail mail = new Mail(server).with("mail.smtp.sendpartial", partial);
            Sending sending = Sending.of(mail, RECIPIENTS);
            DeliveryReport report = sending.report();
            assertThat(report.recipients())
                    .extracting(RecipientReport::recipient)
                    .containsExactly(RECIPIENTS);
            assertThat(sending.thrown() == null).isEqualTo(report.isDelivered());
            for (RecipientReport recipient : report.recipients()) {
                int accepted = server.acceptedCount(sending.messageId(), recipient.recipient());
                switch (recipient.outcome()) {
                    case DELIVERED ->
                        assertThat(accepted).as("%s", recipient).isBetween(1, recipient.possibleDuplicate() ? 99 : 1);
                    case UNKNOWN -> assertThat(recipient.verdict()).isPresent();
                    case DEFERRED, GIVEN_UP, FIX_CONFIG ->
                        assertThat(accepted).as("%s", recipient).isZero();
                }
                if (recipient.outcome() != Outcome.DELIVERED) {
                    assertThat(recipient.verdict()).as("%s", recipient).isPresent();
                    assertThat(sending.text()).contains(recipient.recipient());
                }
                if (recipient.outcome() == Outcome.DEFERRED) {
                    assertThat(recipient.retryAt()).isPresent();
                }
            }
        }
    }

    @Test
    void blamesTheRightAddressWhenTheConnectionIsClosedWithA421InTheMiddle() throws MessagingException {
        Action closing = Action.reply("421 4.3.2 Closing").thenClose();
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("b@rcv.example"), closing)
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            Sending sending = Sending.of(mail, RECIPIENTS);
            assertThat(sending.outcomes()).containsOnly(Outcome.DEFERRED);
            assertThat(sending.report().recipients())
                    .allSatisfy(r -> assertThat(r.reply().orElseThrow().code()).isEqualTo(421));
        }
    }

    @Test
    void keepsTheReplyThatAFailingResetWouldMask() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.END_OF_DATA, Occurrence.every(), Action.reply("452 4.3.1 Disk full"))
                .on(SmtpPhase.RSET, Occurrence.every(), Action.reset())
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.recipient(0).reply().orElseThrow()).hasToString("452 4.3.1 Disk full");
            assertThat(sending.recipient(0).phase()).contains(SmtpPhase.END_OF_DATA);
        }
    }

    @Test
    void holdsThoseAcceptedBackWhenSendingPartiallyIsForbidden() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.every().to("b@rcv.example"), Action.reply("550 5.1.1 Unknown"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.sendpartial", "false");
            Sending sending = Sending.of(mail, RECIPIENTS);
            assertThat(sending.outcomes()).containsExactly(Outcome.DEFERRED, Outcome.GIVEN_UP, Outcome.DEFERRED);
            assertThat(sending.recipient(0).verdict().orElseThrow().reason().name())
                    .isEqualTo("HELD_BY_OTHERS");
            assertThat(server.acceptedCount()).isZero();
        }
    }

    @Test
    void namesAMailboxOnceHoweverOftenItIsWritten() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Sending sending = Sending.of(new Mail(server), "a@rcv.example", "a@RCV.example", "A@rcv.example");
            assertThat(sending.report().recipients())
                    .extracting(RecipientReport::recipient)
                    .containsExactly("a@rcv.example", "A@rcv.example");
            assertThat(server.acceptedCount()).isEqualTo(2);
        }
    }
}

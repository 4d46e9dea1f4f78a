/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the commands of an envelope run ahead of their answers on one connection, and sees to it that both stay in step.
 * Guarded by the lock of its transport.
 */
final class Pipeline {

    /** What builds a transaction: with others of the kind in flight, nobody would know whom the message goes to. */
    private static final Set<SmtpPhase> ENVELOPE =
            Set.of(SmtpPhase.MAIL, SmtpPhase.RCPT, SmtpPhase.DATA, SmtpPhase.END_OF_DATA);

    private final Flight.Wire wire;
    private final Dialogue dialogue;
    private @Nullable Flight flight;
    private boolean answering;
    private boolean spared;
    private boolean broken;
    private boolean outOfStep;

    /** The connection cannot be used for anything else. */
    static final class BrokenOffException extends MessagingException {
        private static final long serialVersionUID = 1L;

        BrokenOffException() {
            super("the connection was ended: the server waits for what will not come");
        }
    }

    Pipeline(Flight.Wire wire, Dialogue dialogue) {
        this.wire = wire;
        this.dialogue = dialogue;
    }

    /** The connection is another one, or none. */
    void reset() {
        flight = null;
        answering = false;
        spared = false;
        broken = false;
        outOfStep = false;
    }

    /** Whether nothing is on its way. */
    boolean isEmpty() {
        return flight == null;
    }

    /** Whether the envelope of this message is on its way already. */
    boolean hasAhead(MimeMessage message) {
        return flight != null && flight.isOf(message);
    }

    /** Whether another message's is. */
    boolean hasAheadOtherThan(MimeMessage message) {
        return flight != null && !flight.isOf(message);
    }

    /** The envelope of the next message, or of the one that is sent now; it takes off with its first command. */
    void plan(Flight next) {
        if (!next.isOver()) {
            flight = next;
        }
    }

    /** Sends what was planned at once, behind what has just been written. */
    void takeOff() throws MessagingException {
        if (flight != null) {
            flight.takeOff(wire);
        }
    }

    /**
     * Whether a command is left out: after a final dot that was refused there is nothing to reset, and behind the next
     * envelope it would undo that, or become part of the message.
     */
    boolean spares(String command, @Nullable MimeMessage sending) {
        boolean behindDot = flight != null && sending != null && !flight.isOf(sending);
        spared = behindDot && dialogue.isDotSent() && command.equals("RSET");
        return spared;
    }

    /** Whether the answer is to a command that was left out, which nobody has asked for then. */
    boolean answersSpared() {
        boolean answers = spared;
        spared = false;
        return answers;
    }

    /**
     * Makes room for a command that was not planned.
     *
     * @throws BrokenOffException if the connection cannot be used for it
     */
    void makeRoomFor(String command, @Nullable MimeMessage sending) throws MessagingException {
        Flight current = flight;
        if (broken) {
            throw new BrokenOffException();
        }
        boolean ours = current != null && current.isOf(sending);
        if (current == null || (ours && current.isNext(command))) {
            return;
        }
        flight = null;
        broken = true;
        boolean mixes = ENVELOPE.contains(Dialogue.phaseOf(command, SmtpPhase.QUIT));
        boolean accepted = ours && dialogue.hasAccepted(SmtpPhase.RCPT);
        if (outOfStep || mixes || !current.land(wire, accepted)) {
            wire.breakOff();
            throw new BrokenOffException();
        }
        broken = false;
    }

    /** Whether a command is out, or leaves with others now, so that only its answer has to be read. */
    boolean isAhead() throws MessagingException {
        Flight current = flight;
        answering = current != null;
        if (current == null) {
            return false;
        }
        current.next(wire);
        if (current.isOver()) {
            flight = null;
        }
        return true;
    }

    /** An answer was read, or 0 if none came; a server that gives what nobody can have asked for is out of step. */
    void answered(SmtpPhase asked, int code) {
        if (!answering) {
            return;
        }
        answering = false;
        boolean goAhead = code >= 300 && code < 400;
        boolean missing = code < 200 && asked != SmtpPhase.MAIL && !endedByFarewell();
        boolean misplaced = asked == SmtpPhase.DATA ? code >= 200 && code < 300 : goAhead;
        outOfStep |= missing || misplaced;
    }

    private boolean endedByFarewell() {
        return dialogue.end().filter(Dialogue.Exchange::isFarewell).isPresent();
    }

    /** The message was sent, or not: what is left of its envelope cannot be told from the next one's. */
    void ended(MimeMessage message) {
        broken |= hasAhead(message);
    }

    /** Whether the server has got out of step. */
    boolean isOutOfStep() {
        return outOfStep;
    }

    /** Whether the connection must not be used again. */
    boolean isBroken() {
        return broken || outOfStep;
    }
}

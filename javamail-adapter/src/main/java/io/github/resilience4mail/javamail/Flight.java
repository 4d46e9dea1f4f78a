/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one envelope that run ahead of their answers (RFC 2920). Angus Mail then sends them one at a time, as
 * ever: those that are out already need no second writing, only their answers are read. Guarded by the lock of its
 * transport.
 */
final class Flight {

    /** How many are unanswered at most: a server that cannot get rid of its answers stops to read. */
    private static final int WINDOW = 50;

    /** What is known of the line. */
    interface Wire {
        /** Writes commands, together. */
        void write(List<String> some) throws MessagingException;

        /** Reads one reply and gives its code; 0 or less if none came. */
        int read(SmtpPhase asked) throws MessagingException;

        /** Ends the connection without a word. */
        void breakOff();
    }

    private final MimeMessage message;
    private final Deque<String> commands;
    private int written;

    Flight(MimeMessage message, List<String> commands) {
        this.message = message;
        this.commands = new ArrayDeque<>(commands);
    }

    boolean isOf(@Nullable MimeMessage other) {
        return message == other;
    }

    /** Whether nothing of it is left to be sent, or to be answered. */
    boolean isOver() {
        return commands.isEmpty();
    }

    /** Whether a command is the next one of it. */
    boolean isNext(String command) {
        return command.equals(commands.peek());
    }

    /** Writes as many as may be unanswered. */
    void takeOff(Wire wire) throws MessagingException {
        List<String> some = commands.stream().limit(WINDOW).toList();
        written = some.size();
        wire.write(some);
    }

    /** The next command is about to be answered; it is out by now. */
    void next(Wire wire) throws MessagingException {
        if (written == 0) {
            takeOff(wire);
        }
        commands.remove();
        written--;
    }

    /**
     * Reads the answers that nobody waits for any more, so that the connection can be used for something else. A server
     * that waits for a message although it has accepted no recipient gets a lone dot (RFC 2920 section 3.1).
     *
     * @param accepted whether a recipient has been accepted before
     * @return false if that is not possible: an answer is missing, or the server waits for a message, of which the dot
     *     alone would be an empty one
     */
    boolean land(Wire wire, boolean accepted) throws MessagingException {
        boolean anybody = accepted;
        while (written > 0) {
            String command = commands.remove();
            written--;
            SmtpPhase phase = Dialogue.phaseOf(command, SmtpPhase.MAIL);
            int code = wire.read(phase);
            if (code < 200 || code == 421) {
                return false;
            }
            anybody |= phase == SmtpPhase.RCPT && code < 300;
            if (phase == SmtpPhase.DATA && code < 400 && (anybody || !landsInData(wire, code))) {
                return false;
            }
        }
        commands.clear();
        return true;
    }

    /** Ends a message that has no recipients. Whatever the answer is: nothing was sent. */
    private static boolean landsInData(Wire wire, int code) throws MessagingException {
        if (code / 100 != 3) {
            return false;
        }
        wire.write(List.of("."));
        return wire.read(SmtpPhase.END_OF_DATA) >= 200;
    }
}

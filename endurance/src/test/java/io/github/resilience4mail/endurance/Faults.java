/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import static io.github.resilience4mail.smtp.SmtpPhase.AUTH;
import static io.github.resilience4mail.smtp.SmtpPhase.CONNECT;
import static io.github.resilience4mail.smtp.SmtpPhase.DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.EHLO;
import static io.github.resilience4mail.smtp.SmtpPhase.END_OF_DATA;
import static io.github.resilience4mail.smtp.SmtpPhase.MAIL;
import static io.github.resilience4mail.smtp.SmtpPhase.QUIT;
import static io.github.resilience4mail.smtp.SmtpPhase.RCPT;
import static io.github.resilience4mail.smtp.SmtpPhase.RSET;
import static io.github.resilience4mail.smtp.SmtpPhase.STARTTLS;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;

/** What goes wrong by chance at a server, and how often in ten thousand times. */
final class Faults {

    /** The mark of a refusal for good: nobody may be given up without it. */
    static final String FOR_GOOD = "for good";

    /** The mark of a refusal that somebody has to do something about: nobody else may be told so. */
    static final String TO_FIX = "to be fixed";

    private static final double TIMES = 10_000;

    private record Fault(SmtpPhase phase, double times, Action action) {}

    private static final Action GOODBYE =
            Action.reply("421 4.3.2 Shutting down").thenClose();

    private static final List<Fault> ALL = List.of(
            // in each phase: the connection ends, or nothing more is said
            broken(CONNECT, 60),
            reset(CONNECT, 60),
            stalled(CONNECT, 1),
            broken(EHLO, 40),
            reset(EHLO, 40),
            stalled(EHLO, 1),
            broken(STARTTLS, 40),
            reset(STARTTLS, 40),
            stalled(STARTTLS, 1),
            broken(AUTH, 40),
            reset(AUTH, 40),
            stalled(AUTH, 1),
            broken(MAIL, 40),
            reset(MAIL, 40),
            stalled(MAIL, 1),
            broken(RCPT, 20),
            reset(RCPT, 20),
            stalled(RCPT, 1),
            broken(DATA, 30),
            reset(DATA, 30),
            stalled(DATA, 1),
            broken(END_OF_DATA, 40),
            reset(END_OF_DATA, 40),
            stalled(END_OF_DATA, 1),
            broken(RSET, 200),
            reset(RSET, 200),
            stalled(RSET, 5),
            broken(QUIT, 100),
            reset(QUIT, 100),
            stalled(QUIT, 3),

            // the server says goodbye
            new Fault(CONNECT, 60, GOODBYE),
            new Fault(EHLO, 40, GOODBYE),
            new Fault(STARTTLS, 40, GOODBYE),
            new Fault(AUTH, 40, GOODBYE),
            new Fault(MAIL, 40, GOODBYE),
            new Fault(RCPT, 20, GOODBYE),
            new Fault(DATA, 30, GOODBYE),
            new Fault(END_OF_DATA, 40, GOODBYE),
            new Fault(RSET, 200, GOODBYE),
            new Fault(QUIT, 100, GOODBYE),

            // it refuses for now
            new Fault(
                    CONNECT,
                    20,
                    Action.reply("421 4.7.0 Too many connections from you").thenClose()),
            new Fault(
                    CONNECT,
                    30,
                    Action.reply("450 4.3.2 System not accepting mail now").thenClose()),
            new Fault(CONNECT, 30, Action.rawReply("220-Half a greet").thenClose()),
            new Fault(EHLO, 30, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(EHLO, 30, Action.rawReply("250-localhost\r\n250-SIZE\r\n").thenClose()),
            new Fault(STARTTLS, 40, Action.reply("454 4.7.0 TLS not available due to a temporary reason")),
            new Fault(STARTTLS, 40, Action.proceed().thenClose()),
            new Fault(STARTTLS, 40, Action.proceed().thenReset()),
            new Fault(AUTH, 60, Action.reply("454 4.7.0 Temporary authentication failure")),
            new Fault(AUTH, 40, Action.reply("421 4.7.0 Try again later").thenClose()),
            new Fault(MAIL, 60, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(MAIL, 30, Action.reply("452 4.3.1 Insufficient system storage")),
            new Fault(MAIL, 20, Action.reply("450 4.7.1 Too many messages, try again in 60 seconds")),
            new Fault(RCPT, 150, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(RCPT, 80, Action.reply("450 4.2.0 Greylisted, try again in 300 seconds")),
            new Fault(RCPT, 10, Action.reply("450 4.2.0 Greylisted, try again in 12 hours")),
            new Fault(RCPT, 60, Action.reply("452 4.5.3 Too many recipients")),
            new Fault(RCPT, 40, Action.reply("452 4.2.2 Mailbox full")),
            new Fault(DATA, 60, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(DATA, 30, Action.inBody(60, Action.close())),
            new Fault(DATA, 30, Action.inBody(60, Action.reset())),
            new Fault(DATA, 30, Action.inBody(60, GOODBYE)),
            new Fault(DATA, 1, Action.inBody(60, Action.stall())),
            new Fault(END_OF_DATA, 80, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(END_OF_DATA, 40, Action.reply("452 4.3.1 Insufficient system storage")),
            new Fault(RSET, 200, Action.reply("451 4.3.0 Local error, try again")),
            new Fault(QUIT, 100, Action.reply("500 5.5.2 What?")),

            // it accepts, and does not say so, or not as usual
            new Fault(END_OF_DATA, 60, Action.acceptThenClose()),
            new Fault(END_OF_DATA, 60, Action.acceptThenReset()),
            new Fault(END_OF_DATA, 1, Action.acceptThenStall()),
            new Fault(
                    END_OF_DATA,
                    40,
                    Action.acceptThen(Action.rawReply("250-Half a reply\r\n").thenClose())),
            new Fault(END_OF_DATA, 40, Action.reply("252 2.0.0 Taken all the same")),
            new Fault(END_OF_DATA, 40, Action.reply("250 2.0.0 Ok").byteByByte()),
            new Fault(END_OF_DATA, 80, Action.reply("250 2.0.0 Ok, and goodbye").thenClose()),

            // it refuses for good
            new Fault(RCPT, 100, Action.reply("550 5.1.1 No such user here, " + FOR_GOOD)),
            new Fault(DATA, 20, Action.reply("554 5.6.0 Message rejected due to its content, " + FOR_GOOD)),
            new Fault(DATA, 20, Action.inBody(60, rejectedInBody())),
            new Fault(END_OF_DATA, 40, Action.reply("554 5.6.0 Message rejected due to its content, " + FOR_GOOD)));

    private Faults() {}

    private static Action rejectedInBody() {
        return Action.reply("552 5.3.4 Message too big, " + FOR_GOOD).thenClose();
    }

    private static Fault broken(SmtpPhase phase, double times) {
        return new Fault(phase, times, Action.close());
    }

    private static Fault reset(SmtpPhase phase, double times) {
        return new Fault(phase, times, Action.reset());
    }

    private static Fault stalled(SmtpPhase phase, double times) {
        return new Fault(phase, times, Action.stall());
    }

    /**
     * Adds all of them to a script.
     *
     * @param intensity 1 for a bad day: about every sixth message meets something
     * @param seed which course chance takes
     */
    static ScriptedSmtpServer.Builder addTo(ScriptedSmtpServer.Builder builder, double intensity, long seed) {
        int line = 0;
        for (Fault fault : ALL) {
            Occurrence some = Occurrence.some(fault.times() * intensity / TIMES, seed * 1_000 + line++);
            builder.on(fault.phase(), some, fault.action());
        }
        return builder;
    }
}

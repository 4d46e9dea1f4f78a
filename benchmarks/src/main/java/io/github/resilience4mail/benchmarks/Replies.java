/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import io.github.resilience4mail.smtp.SmtpPhase;
import java.util.List;

/** A mix of replies as a day of sending brings them: short and long, known and unknown, one line and several. */
final class Replies {

    /** One reply as it arrives. */
    record Sample(String text, SmtpPhase phase, String host) {}

    private Replies() {}

    static List<Sample> mix() {
        return List.of(
                new Sample("250 2.0.0 Ok: queued as 4F2A1C03D5", SmtpPhase.END_OF_DATA, "mx.rcv.example"),
                new Sample(
                        "550 5.1.1 <jane@rcv.example>: Recipient address rejected: User unknown in virtual mailbox"
                                + " table",
                        SmtpPhase.RCPT,
                        "mx.rcv.example"),
                new Sample(
                        "450 4.2.0 <jane@rcv.example>: Recipient address rejected: Greylisted, see our web page",
                        SmtpPhase.RCPT,
                        "mx.rcv.example"),
                new Sample(
                        "421-4.7.28 [192.0.2.7] Our system has noticed more mail than usual from your network.\n"
                                + "421-4.7.28 It is limited for a while, to protect our users. Please read our advice for\n"
                                + "421 4.7.28 those who send in bulk. x12si1234567abc.89 - gsmtp",
                        SmtpPhase.END_OF_DATA,
                        "gmail-smtp-in.l.google.com"),
                new Sample(
                        "451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77719)",
                        SmtpPhase.CONNECT,
                        "rcv-example.mail.protection.outlook.com"),
                new Sample(
                        "432 4.3.2 Concurrent connections limit exceeded.",
                        SmtpPhase.END_OF_DATA,
                        "smtp.office365.com"),
                new Sample("452 4.2.2 The mailbox is over quota", SmtpPhase.RCPT, "mx.rcv.example"),
                new Sample("552 5.3.4 Message size exceeds fixed limit", SmtpPhase.MAIL, "mx.rcv.example"),
                new Sample(
                        "554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org;"
                                + " https://www.spamhaus.org/query/ip/192.0.2.7",
                        SmtpPhase.RCPT,
                        "mx.rcv.example"),
                new Sample("535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6", SmtpPhase.AUTH, "smtp.rcv.example"),
                new Sample("530 5.7.0 Must issue a STARTTLS command first", SmtpPhase.MAIL, "smtp.rcv.example"),
                new Sample("454 4.7.1 <jane@rcv.example>: Relay access denied", SmtpPhase.RCPT, "mx.rcv.example"),
                new Sample(
                        "421 Too many concurrent SMTP connections; please try again later.", SmtpPhase.CONNECT, "mx"),
                new Sample("451 Greylisted, please try again in 300 seconds", SmtpPhase.RCPT, "mx.rcv.example"),
                new Sample("550 Requested action not taken: mailbox unavailable", SmtpPhase.RCPT, "mx.rcv.example"),
                new Sample(
                        "550 zyx-42 refused, ask your administrator for the code above", SmtpPhase.END_OF_DATA, "mx"));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;

/** The mail server of the demonstration. */
final class MisbehavingServer {

    /** Works. */
    static final String ANNA = "anna@customer.example";

    /** Is refused once. */
    static final String BUSY = "ben@busy.example";

    /** Does not exist. */
    static final String GONE = "gone@customer.example";

    private MisbehavingServer() {}

    /** Refuses the one login with this number, counted from one: as if the password had been changed, and changed back. */
    static ScriptedSmtpServer refusingLogin(int number) {
        return ScriptedSmtpServer.builder()
                .user("shop", "hunter2")
                .requireAuth()
                .on(SmtpPhase.RCPT, Occurrence.first().to(BUSY), Action.reply("451 4.3.0 Busy, try again later"))
                .on(SmtpPhase.RCPT, Occurrence.every().to(GONE), Action.reply("550 5.1.1 User unknown"))
                .on(
                        SmtpPhase.AUTH,
                        Occurrence.nth(number),
                        Action.reply("535 5.7.8 Authentication credentials invalid"))
                .start();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;

/** How long the first verdict of a fresh JVM takes, the loading of all rules included. Run it several times. */
public final class ColdStart {

    private ColdStart() {}

    /**
     * Prints one line.
     *
     * @param args none
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) {
        Timekeeper time = Timekeeper.system();
        long start = time.nanoTime();
        String first = ReplyCatalogue.standard()
                .classify(SmtpReply.parse("550 5.1.1 No such user here"), SmtpPhase.RCPT, null)
                .orElseThrow()
                .toString();
        Duration taken = Duration.ofNanos(time.nanoTime() - start);
        System.out.println(taken.toMillis() + " ms to the first verdict: " + first + "; "
                + ReplyCatalogue.standard().size() + " rules");
    }
}

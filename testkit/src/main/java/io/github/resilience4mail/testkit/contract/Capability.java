/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

/** Something that not every host can do. Scenarios that are about it are skipped for those that cannot. */
public enum Capability {
    /** Tells, also of a success, how many attempts were made for a recipient. */
    REPORTS_ATTEMPTS("report how many attempts there were"),
    /** Tells whether a recipient may have got the message twice. */
    REPORTS_DUPLICATES("report possible duplicates"),
    /** Tells why a recipient was not delivered to. */
    REPORTS_REASONS("report reasons"),
    /** Tells when another attempt makes sense. */
    REPORTS_RETRY_TIMES("report when to try again"),
    /** Sends all letters of a mission over connections that it keeps. */
    KEEPS_CONNECTIONS("keep connections"),
    /** Sends to all recipients of a letter or to nobody, if {@link Mission#sendsPartially()} is false. */
    HOLDS_TOGETHER("hold those accepted back while others are refused"),
    /** Logs in as {@link Mission#login()} says. */
    LOGS_IN("log in"),
    /** Sends nothing without TLS, if {@link Mission#demandsTls()} says so. */
    DEMANDS_TLS("demand TLS"),
    /** Waits on the thread that called it, and ends the waiting when that is interrupted. */
    IS_INTERRUPTED("be interrupted"),
    /** Stops sending with an account of which nothing is accepted, also the letters that wait. */
    STOPS_ACCOUNTS("stop what waits for an account that is refused"),
    /** Has a queue in which letters to a throttled destination keep their place. Else {@link #DEFERS_THROTTLED}. */
    PACES_DESTINATIONS("pace a destination"),
    /** Leaves it to the policy when a throttled letter is tried again. Else {@link #PACES_DESTINATIONS}. */
    DEFERS_THROTTLED("defer what is throttled");

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /** What a host cannot do that lacks it. */
    String words() {
        return words;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.smtp.SmtpPhase;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of one recipient when a single attempt is made.
 *
 * @param phase where it was decided; null if that does not matter
 * @param reason why; null if delivered
 * @param reply what the report quotes of the server; empty if the server said nothing
 * @param passes whether a caller who waits half a minute sees it delivered, once the fault is gone
 * @param accepted how many times the server has accepted it, whatever it told the client
 */
record Fate(
        Outcome outcome,
        @Nullable SmtpPhase phase,
        @Nullable Reason reason,
        String reply,
        boolean passes,
        int accepted) {

    /** Accepted, and known to be. */
    static Fate delivered() {
        return new Fate(Outcome.DELIVERED, SmtpPhase.END_OF_DATA, null, "", true, 1);
    }

    /** Not accepted, and worth trying again at once. */
    static Fate deferred(SmtpPhase phase, Reason reason, String reply) {
        return new Fate(Outcome.DEFERRED, phase, reason, reply, true, 0);
    }

    /** Not accepted, and worth trying again, without a reply. */
    static Fate deferred(SmtpPhase phase, Reason reason) {
        return deferred(phase, reason, "");
    }

    /** Not accepted, and worth trying again, but later than a caller waits. */
    static Fate postponed(SmtpPhase phase, Reason reason, String reply) {
        return new Fate(Outcome.DEFERRED, phase, reason, reply, false, 0);
    }

    /** Refused for good. */
    static Fate givenUp(SmtpPhase phase, Reason reason, String reply) {
        return new Fate(Outcome.GIVEN_UP, phase, reason, reply, false, 0);
    }

    /** Impossible until somebody has put something right. */
    static Fate toFix(SmtpPhase phase, Reason reason, String reply) {
        return new Fate(Outcome.FIX_CONFIG, phase, reason, reply, false, 0);
    }

    /** Nobody can say, and the server has it. */
    static Fate unknownThoughAccepted(Reason reason) {
        return new Fate(Outcome.UNKNOWN, SmtpPhase.END_OF_DATA, reason, "", true, 1);
    }

    /** Nobody can say, and the server does not have it. */
    static Fate unknownAndNotAccepted(Reason reason) {
        return new Fate(Outcome.UNKNOWN, SmtpPhase.END_OF_DATA, reason, "", true, 0);
    }

    /** The same, and the server says more. */
    Fate saying(String text) {
        return new Fate(outcome, phase, reason, text, passes, accepted);
    }

    /** The decision behind the outcome; null where the outcome leaves it open. */
    @Nullable
    Decision decision() {
        return switch (outcome) {
            case DEFERRED -> Decision.RETRY;
            case GIVEN_UP -> Decision.GIVE_UP;
            case FIX_CONFIG -> Decision.FIX_CONFIG;
            case DELIVERED, UNKNOWN -> null;
        };
    }

    /** Whether an old catch block finds the address among the invalid ones: the server refused it, and for good. */
    boolean isInvalidAddress() {
        return outcome == Outcome.GIVEN_UP && phase == SmtpPhase.RCPT;
    }

    /** The words for a test's name. */
    @Override
    public String toString() {
        String what =
                switch (outcome) {
                    case DELIVERED -> "delivered";
                    case DEFERRED -> passes ? "tried again" : "put off";
                    case GIVEN_UP -> "given up";
                    case FIX_CONFIG -> "for someone to fix";
                    case UNKNOWN -> accepted > 0 ? "unknown, though accepted" : "unknown, and not accepted";
                };
        return reason == null ? what : what + " (" + reason + ")";
    }
}

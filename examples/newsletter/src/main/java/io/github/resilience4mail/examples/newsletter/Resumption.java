/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.policy.OnUnknown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What is left to do of a broken run. Nobody who was accepted is sent to again. Whoever may have been accepted is sent
 * to again under RESEND, as a possible duplicate and with the same Message-ID, and under REPORT is left as UNKNOWN.
 * Whoever was deferred is sent to again when the time has come, if that is soon enough to wait for.
 */
final class Resumption {

    private final List<Letter> letters = new ArrayList<>();
    private final List<Ending> endings = new ArrayList<>();
    private final Set<Integer> doubtful = new HashSet<>();
    private int doubtfulInAll;
    private int deferred;

    /**
     * @param standings of all subscribers
     * @param subscribers their addresses, in the same order
     * @param messageId of a subscriber's message, by number
     * @param onUnknown what to do about those who may have been accepted
     * @param patience for how long from now on somebody's time is waited for
     */
    Resumption(
            List<Standing> standings,
            List<String> subscribers,
            IntFunction<String> messageId,
            OnUnknown onUnknown,
            Instant now,
            Duration patience) {
        Instant latest = now.plus(patience);
        for (int i = 0; i < standings.size(); i++) {
            Standing standing = standings.get(i);
            Instant due = standing.retryAt() == null ? Instant.MIN : standing.retryAt();
            if (isLeft(standing, onUnknown) && !due.isAfter(latest)) {
                letters.add(new Letter(i + 1, subscribers.get(i), due));
                count(standing, i + 1);
            } else {
                endings.add(standing.ending(messageId.apply(i + 1), subscribers.get(i)));
                doubtfulInAll += standing.mayHaveArrived() ? 1 : 0;
            }
        }
        // the sort is stable: those who are due stay in the order of the list
        letters.sort(Comparator.comparing(letter -> letter.due().isAfter(now) ? letter.due() : Instant.MIN));
    }

    private static boolean isLeft(Standing standing, OnUnknown onUnknown) {
        if (standing.mayHaveArrived()) {
            return onUnknown == OnUnknown.RESEND;
        }
        return standing.outcome() == null || standing.outcome() == Outcome.DEFERRED;
    }

    private void count(Standing standing, int number) {
        if (standing.mayHaveArrived()) {
            doubtful.add(number);
            doubtfulInAll++;
        } else if (standing.outcome() == Outcome.DEFERRED) {
            deferred++;
        }
    }

    /** What is to be sent, first what is due. */
    List<Letter> letters() {
        return letters;
    }

    /** What has ended, and stays so. */
    List<Ending> endings() {
        return endings;
    }

    /** Whether the message that is to be sent to that subscriber may have arrived already. */
    boolean isDoubtful(int number) {
        return doubtful.contains(number);
    }

    /** How many may have been accepted without anybody having been told. */
    int doubtful() {
        return doubtfulInAll;
    }

    /** How many of those who were deferred are sent to again. */
    int deferred() {
        return deferred;
    }

    /** How many are sent to for the first time, as far as anybody was told. */
    int untried() {
        return letters.size() - doubtful.size() - deferred;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.engine.DeliveryListener;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What a run is to do.
 *
 * @param subscribers everybody on the list
 * @param letters what is to be sent, in this order
 * @param endings of those who are not sent to, because an earlier run has
 * @param doubtful whether an earlier run may have delivered to the subscriber of that number
 * @param journal what is written down of it, if anything is
 */
record Plan(
        List<String> subscribers,
        List<Letter> letters,
        List<Ending> endings,
        IntPredicate doubtful,
        Optional<Journal> journal) {

    /** From the beginning, to everybody. */
    static Plan toAll(List<String> subscribers, Optional<Journal> journal) {
        return new Plan(subscribers, Letter.toAll(subscribers), List.of(), number -> false, journal);
    }

    /** Whether an earlier run may have delivered it. */
    boolean doubtful(Letter letter) {
        return doubtful.test(letter.number());
    }

    /** Who is to be told of everything. */
    DeliveryListener listener() {
        return journal.<DeliveryListener>map(j -> j).orElse(event -> {});
    }
}

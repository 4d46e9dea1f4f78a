/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * One message to be sent.
 *
 * @param number of its subscriber in the list, from 1
 * @param subscriber whom it is for
 * @param due not to be sent before
 */
record Letter(int number, String subscriber, Instant due) {

    /** One for each, all due. */
    static List<Letter> toAll(List<String> subscribers) {
        List<Letter> letters = new ArrayList<>(subscribers.size());
        for (String subscriber : subscribers) {
            letters.add(new Letter(letters.size() + 1, subscriber, Instant.MIN));
        }
        return letters;
    }
}

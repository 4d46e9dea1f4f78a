/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.util.List;
import java.util.Map;

/**
 * Something that sends mail and that the contract is to hold for: an adapter from a {@link Mission} to the code under
 * test, and back to an ending for each recipient.
 *
 * <p>It lets the code under test retry, and does not retry itself. Whatever that throws, as senders do when a message
 * was not delivered, it turns into endings.
 */
@FunctionalInterface
public interface ContractHost {

    /**
     * Sends all letters of a mission, in order, and waits until each recipient has an ending.
     *
     * @param mission what is to be sent, where to, and under which policy
     * @return one ending for each recipient, in any order
     * @throws Exception if something happens that is not part of sending mail: the scenario fails with it
     */
    List<RecipientEnding> send(Mission mission) throws Exception;

    /**
     * What this host cannot do, each with the reason why. What depends on it is skipped, and shown as skipped.
     *
     * @return nothing, unless it is said otherwise
     */
    default Map<Capability, String> lacks() {
        return Map.of();
    }
}

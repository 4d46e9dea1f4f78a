/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.util.List;
import java.util.Map;

/**
 * What a lane has under way, as its row says.
 *
 * @param destination whereto
 * @param lane its index
 * @param owner the name of the run whose lane it is
 * @param transmitting the numbers of the recipients whose final dot may have been sent
 * @param accepted replies of the server by the numbers of those who were accepted, and whose own rows may not say so yet
 */
record LaneNote(String destination, int lane, String owner, List<Long> transmitting, Map<Long, String> accepted) {

    LaneNote {
        transmitting = List.copyOf(transmitting);
        accepted = Map.copyOf(accepted);
    }

    /** Nothing under way. */
    static LaneNote none(String destination, int lane, String owner) {
        return new LaneNote(destination, lane, owner, List.of(), Map.of());
    }
}

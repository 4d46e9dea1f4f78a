/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import java.time.Duration;
import java.time.Instant;
import java.util.function.ToLongFunction;

/**
 * What is known of a run that is over.
 *
 * @param server by way of which it was sent; without a password
 * @param began when it began, by this machine's clock
 * @param took how long it took the reader
 * @param theirs how long it took in the time of server and client
 * @param factor how many times as fast that runs
 * @param connections how many there were, refused ones included
 * @param earlier how many recipients had ended before, in a run that this one continues
 * @param tally how everybody ended
 * @param refusals how many a domain answered, by whoever knows best
 * @param history how it went, by destination
 */
record RunRecord(
        String server,
        Instant began,
        Duration took,
        Duration theirs,
        int factor,
        int connections,
        int earlier,
        Tally tally,
        ToLongFunction<DomainCount> refusals,
        History history) {

    /** The same of a run before which some had ended already. */
    RunRecord after(int endedBefore) {
        return new RunRecord(server, began, took, theirs, factor, connections, endedBefore, tally, refusals, history);
    }
}

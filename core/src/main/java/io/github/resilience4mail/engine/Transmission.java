/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How one message is sent once: what a host of the engine brings with it. */
public interface Transmission {

    /**
     * Makes one attempt.
     *
     * @param recipients those who are due; never empty
     * @return a result for each of them: failures are results, not exceptions
     */
    Map<String, AttemptResult> attempt(List<String> recipients);

    /**
     * Told before a wait, for example to close a connection that would not survive it.
     *
     * @param wait how long it will be; above zero
     */
    default void beforeWait(Duration wait) {}
}

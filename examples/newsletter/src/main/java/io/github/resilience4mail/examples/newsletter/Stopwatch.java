/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;

/** How long something has taken, on one clock. */
record Stopwatch(Timekeeper timekeeper, long startNanos) {

    static Stopwatch start(Timekeeper timekeeper) {
        return new Stopwatch(timekeeper, timekeeper.nanoTime());
    }

    Duration elapsed() {
        return Duration.ofNanos(timekeeper.nanoTime() - startNanos);
    }
}

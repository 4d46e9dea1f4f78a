/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import java.util.function.BooleanSupplier;

/** For what the server can only learn from the network, and no reply announces. */
final class Waiting {

    private Waiting() {}

    /** The test's timeout ends it if that never comes. */
    static void until(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("waited in vain");
            }
            Thread.yield();
        }
    }
}

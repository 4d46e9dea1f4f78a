/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;

/**
 * What all sessions of a server share.
 *
 * @param timekeeper all its time
 * @param linkDelay how long each batch of replies is on its way
 * @param tls how it uses TLS
 * @param capabilities what it announces
 * @param maxMessageSize the biggest message, 0 for any
 * @param accounts who may log in
 * @param script what it does on demand
 * @param destinations what it does by destination
 * @param ledger what it counts
 */
record Context(
        Timekeeper timekeeper,
        Duration linkDelay,
        Tls tls,
        Capabilities capabilities,
        long maxMessageSize,
        Accounts accounts,
        Script script,
        Destinations destinations,
        Ledger ledger) {

    /** How a server uses TLS. */
    enum Tls {
        NONE,
        OFFERED,
        REQUIRED,
        IMPLICIT
    }
}

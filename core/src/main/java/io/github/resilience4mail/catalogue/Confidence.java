/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/** How sure a verdict is. */
public enum Confidence {
    /** Text, host or enhanced status say so themselves. */
    HIGH,
    /** The code says so, which servers use loosely. */
    MEDIUM,
    /** Only the class of the code is known: 4xx or 5xx, or not even that. */
    LOW
}

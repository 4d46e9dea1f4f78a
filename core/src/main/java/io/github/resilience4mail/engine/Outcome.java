/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

/** How the delivery to one recipient ended. Every recipient has exactly one. */
public enum Outcome {
    /** Accepted by the server. */
    DELIVERED,
    /** Not accepted yet, but worth another attempt from some instant on. */
    DEFERRED,
    /** It will not be accepted. */
    GIVEN_UP,
    /** It will not be accepted until a person changes something on the sender's side. */
    FIX_CONFIG,
    /** Nobody can say whether it was accepted: the final reply was lost. */
    UNKNOWN
}

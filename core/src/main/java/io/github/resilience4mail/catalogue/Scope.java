/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/** Whom a failure concerns, from the narrowest to the widest consequence. */
public enum Scope {
    /** This recipient only; others may succeed. */
    RECIPIENT,
    /** This message, whoever receives it. */
    MESSAGE,
    /** This connection only; a new one may do better at once. */
    CONNECTION,
    /** Everything that goes to this destination now. */
    DESTINATION,
    /** Everything that is sent with this account or from this sending host's set-up. */
    ACCOUNT
}

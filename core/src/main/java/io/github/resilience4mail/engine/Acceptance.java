/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

/** Whether the server has taken responsibility for a message (RFC 5321 section 4.2.5). */
public enum Acceptance {
    /** It said so. */
    YES,
    /** It refused, or the final dot was never sent. */
    NO,
    /** The final dot may have reached it, and its answer was not read whole. */
    UNKNOWN
}

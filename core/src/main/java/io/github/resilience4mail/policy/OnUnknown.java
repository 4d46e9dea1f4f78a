/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

/** What to do when nobody can say whether the server accepted a message: its final reply was lost. */
public enum OnUnknown {
    /** Send again, with the same Message-ID, so that the receiver can recognise the second copy. */
    RESEND,
    /** Do not send again; report the recipient as UNKNOWN. */
    REPORT
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

/** What to do about a failure: exactly three answers. */
public enum Decision {
    /** Try again later: it can succeed without anyone changing anything. */
    RETRY,
    /** Stop: this message will not reach this recipient. */
    GIVE_UP,
    /** Stop, and have a person change the sender's side: an account, a server setting, a DNS record. */
    FIX_CONFIG
}

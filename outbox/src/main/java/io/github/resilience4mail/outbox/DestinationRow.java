/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import org.jspecify.annotations.Nullable;

/**
 * What all machines know of a destination.
 *
 * @param parked whether nothing is sent there, or nothing at all, until it is released
 * @param throttle the encoded lane limit, or null if nothing is known
 */
record DestinationRow(boolean parked, @Nullable String throttle) {

    /** The name under which the account itself is parked. */
    static final String ACCOUNT = "*";
}

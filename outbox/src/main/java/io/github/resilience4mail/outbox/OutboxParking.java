/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import java.time.Instant;

/**
 * A destination, or the whole account, that nothing is sent to until it is released. Immutable.
 *
 * @param destination which; {@value #ACCOUNT} for the account, with which everything is sent
 * @param since when it was parked
 * @param why what was refused, or by whom, printable
 */
public record OutboxParking(String destination, Instant since, String why) {

    /** What stands for the account in place of a destination. */
    public static final String ACCOUNT = DestinationRow.ACCOUNT;

    /** {@return whether it is the account} */
    public boolean isAccount() {
        return destination.equals(ACCOUNT);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import java.time.Duration;

/** The contract for a host, with hardly any patience. */
record Impatient(ContractHost host) implements MailDeliveryContract {

    @Override
    public Duration patience() {
        return Duration.ofMillis(100);
    }
}

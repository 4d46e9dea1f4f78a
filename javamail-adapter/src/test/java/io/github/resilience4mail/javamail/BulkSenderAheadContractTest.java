/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.Map;

/** The contract, for the bulk sender that sends the next envelope behind each final dot. */
class BulkSenderAheadContractTest extends BulkSenderContractTest {

    @Override
    Map<String, String> settings() {
        return Map.of("mail.smtp.retry.pipelining", "full");
    }
}

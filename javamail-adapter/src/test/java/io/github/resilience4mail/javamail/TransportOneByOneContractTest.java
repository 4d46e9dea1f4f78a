/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.Map;

/** The contract, for a transport that waits for each answer before it sends the next command. */
class TransportOneByOneContractTest extends TransportContractTest {

    @Override
    Map<String, String> settings() {
        return Map.of("mail.smtp.retry.pipelining", "off");
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import java.util.Map;

/** The fault matrix for a client that waits for each answer before it sends the next command. */
class OneByOneFaultMatrixTest extends FaultMatrix {

    @Override
    Map<String, String> settings() {
        return Map.of("mail.smtp.retry.pipelining", "off");
    }
}

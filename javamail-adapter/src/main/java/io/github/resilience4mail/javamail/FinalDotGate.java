/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import java.util.List;

/** Is asked just before the final dot, the last moment at which nothing has been sent yet (RFC 5321 section 4.1.1.4). */
@FunctionalInterface
public interface FinalDotGate {

    /**
     * Whether the message may go. If not, the connection is closed without the dot, and the server forgets the message.
     *
     * @param taken the recipients that the server has taken, in the order of sending: nobody else can get the message
     * @return true to send the dot
     */
    boolean mayPass(List<String> taken);
}

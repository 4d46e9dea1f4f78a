/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import jakarta.mail.MessagingException;
import java.util.Map;
import java.util.function.Consumer;

/** What sends an issue to everybody. */
interface Sending extends AutoCloseable {

    /** Returns when everybody's outcome has been told, or when it is stopped. */
    void send(Issue issue, Plan plan, Consumer<Ending> outcomes) throws MessagingException, InterruptedException;

    /** Where it stands, by domain. */
    Map<String, LaneFigures> lanes();

    /** How many connections it took. */
    int connections();

    @Override
    void close();
}

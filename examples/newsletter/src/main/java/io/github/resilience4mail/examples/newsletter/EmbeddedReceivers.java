/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All receivers behind one SMTP server on this machine, and the people who have their mailboxes there. */
final class EmbeddedReceivers implements AutoCloseable {

    /** As to a server on the next continent. */
    private static final Duration LINK_DELAY = Duration.ofMillis(100);

    private final ScriptedSmtpServer server;

    private EmbeddedReceivers(ScriptedSmtpServer server) {
        this.server = server;
    }

    static EmbeddedReceivers start(Timekeeper timekeeper) {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder()
                .timekeeper(timekeeper)
                .linkDelay(LINK_DELAY)
                .transcriptLimit(0);
        for (Receiver receiver : Receiver.values()) {
            builder.destination(receiver.domain(), receiver.manners());
        }
        return new EmbeddedReceivers(builder.start());
    }

    /** As many people at each domain, in an order that the seed decides. */
    static List<String> subscribers(int count, long seed) {
        Receiver[] receivers = Receiver.values();
        List<String> addresses = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            addresses.add(receivers[i % receivers.length].address(i / receivers.length));
        }
        Collections.shuffle(addresses, new Random(seed));
        return addresses;
    }

    static List<String> domains() {
        return Arrays.stream(Receiver.values()).map(Receiver::domain).toList();
    }

    /** Whether somebody's domain accepts everything in the end. */
    static boolean mustBeDelivered(String address) {
        return Arrays.stream(Receiver.values())
                .filter(receiver -> receiver.isAt(address))
                .anyMatch(Receiver::deliversToAll);
    }

    ScriptedSmtpServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}

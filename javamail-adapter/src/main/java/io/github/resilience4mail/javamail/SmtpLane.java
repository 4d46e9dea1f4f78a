/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.runtime.MailRuntime;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;

/**
 * One SMTP connection that is kept, for hosts that decide themselves when to try again: it makes single attempts, and
 * never waits. Server and account come from the session, as for {@code Transport.send}. Not thread-safe.
 */
public final class SmtpLane implements AutoCloseable {

    private final RetryingSmtpTransport transport;
    private final TransportSettings settings;
    private final String account;

    /**
     * A lane without a connection yet.
     *
     * @param session names server and account, and may hold {@code mail.smtp.retry.*}
     * @throws IllegalArgumentException if {@code mail.smtp.retry.*} cannot be understood
     */
    public SmtpLane(Session session) {
        SessionServer server = SessionServer.of(session);
        account = server.account();
        settings = TransportSettings.of(session.getProperties(), server.protocol());
        transport = RetryingSmtpTransport.of(session);
    }

    /** {@return whose server it is, as in shop@smtp.example.net:587, as far as the session names it} */
    public String account() {
        return account;
    }

    /** {@return when the session wants to try again} */
    public MailRetryPolicy policy() {
        return settings.policy();
    }

    /** {@return what the session shares with others: clock, refused logins, listeners} */
    public MailRuntime runtime() {
        return settings.runtime();
    }

    /**
     * Makes one attempt, connecting first if need be.
     *
     * @param message to send; it has a Message-ID
     * @param recipients whom to, as {@link #recipients} names them
     * @param gate asked just before the final dot
     * @return a result for each recipient; empty if the gate was closed, and then nothing was sent
     * @throws MessagingException if an address cannot be sent to at all; nothing was sent then
     */
    public Map<String, AttemptResult> attempt(MimeMessage message, List<String> recipients, FinalDotGate gate)
            throws MessagingException {
        Envelope envelope = Envelope.of(addresses(recipients));
        MessageTransmission transmission =
                new MessageTransmission(transport, settings, message, MessageIds.ensure(message), envelope);
        transport.guardFinalDot(() -> gate.mayPass(transmission.taken()));
        Map<String, AttemptResult> results = transmission.attempt(envelope.recipients());
        return transport.wasHeldBack() ? Map.of() : results;
    }

    /**
     * Checks recipients before anything is kept of them.
     *
     * @param addresses whom to
     * @return their addresses, groups expanded, each once
     * @throws MessagingException with one sentence that names the address and the cure
     */
    public static List<String> recipients(Address... addresses) throws MessagingException {
        return Envelope.of(addresses).recipients();
    }

    private static Address[] addresses(List<String> recipients) {
        Address[] addresses = new Address[recipients.size()];
        for (int i = 0; i < addresses.length; i++) {
            InternetAddress address = new InternetAddress();
            address.setAddress(recipients.get(i));
            addresses[i] = address;
        }
        return addresses;
    }

    /**
     * Connects, as a probe: nothing is sent, and nothing is tried again.
     *
     * @return whether the server took the connection and the login
     */
    public boolean connect() {
        synchronized (transport) {
            return transport.isOpen() || transport.open(settings) == null;
        }
    }

    /** {@return how many messages the present connection has carried, or tried to} */
    public int messagesOnConnection() {
        return transport.isOpen() ? transport.messagesOnConnection() : 0;
    }

    /** Says goodbye, if there is a connection; the next attempt makes another. */
    @Override
    public void close() {
        transport.hangUp();
    }
}

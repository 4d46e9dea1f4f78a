/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands ahead of their answers (RFC 2920) where the server offers that and the user wants it: an envelope in one
 * flight, and the next envelope behind the final dot. Angus does not notice.
 */
abstract class PipeliningSmtpTransport extends ListeningSmtpTransport {

    private final Pipeline pipeline = new Pipeline(new AngusWire(), dialogue());
    private @Nullable EnvelopeRecorder recorder;
    private @Nullable Supplier<@Nullable NextMessage> follower;

    PipeliningSmtpTransport(Session session, URLName urlName, String protocol, boolean implicitTls) {
        super(session, urlName, protocol, implicitTls);
    }

    /**
     * A message that is sent when the present one is done.
     *
     * @param message the message
     * @param to all of its recipients
     */
    record NextMessage(MimeMessage message, List<InternetAddress> to) {}

    @Override
    void connecting() {
        pipeline.reset();
        super.connecting();
    }

    @Override
    void drop() {
        pipeline.reset();
        super.drop();
    }

    @Override
    @Nullable
    MessagingException sendOnce(
            TransportSettings settings, MimeMessage message, String messageId, InternetAddress[] to) {
        if (pipeline.hasAheadOtherThan(message)) {
            // somebody has thought better of the message whose envelope is on its way
            drop();
        }
        try {
            return super.sendOnce(settings, message, messageId, to);
        } finally {
            pipeline.ended(message);
            if (pipeline.isOutOfStep()) {
                gotOutOfStep(settings);
            }
        }
    }

    @Override
    void beforeEnvelope(TransportSettings settings, MimeMessage message, InternetAddress[] to)
            throws MessagingException {
        if (!pipeline.hasAhead(message) && runsAhead(settings, Pipelining.ENVELOPE)) {
            pipeline.plan(flight(settings, new NextMessage(message, List.of(to))));
        }
    }

    private boolean runsAhead(TransportSettings settings, Pipelining wanted) {
        return settings.pipelining().compareTo(wanted) >= 0
                && supportsExtension("PIPELINING")
                && guardedSocket() != null
                && !isKnownOutOfStep(settings);
    }

    /** The commands that may run ahead for a message: not DATA, if one refused recipient keeps it from the others. */
    private Flight flight(TransportSettings settings, NextMessage next) {
        EnvelopeRecorder known = recorder;
        if (known == null) {
            known = new EnvelopeRecorder(this, users(), protocol());
            recorder = known;
        }
        List<String> commands = known.record(session, next.message(), next.to().toArray(new InternetAddress[0]));
        boolean partly =
                sendsPartially(settings) || (next.message() instanceof SMTPMessage smtp && smtp.getSendPartial());
        boolean waits = next.to().size() > 1 && !partly;
        return new Flight(
                next.message(),
                waits ? commands.stream().filter(c -> !c.equals("DATA")).toList() : commands);
    }

    /** Names who knows, while a message is on its way, which one comes next; or null. */
    synchronized void followedBy(@Nullable Supplier<@Nullable NextMessage> next) {
        follower = next;
    }

    /** Ends the connection if an envelope is on its way that nobody wants any more. */
    synchronized void dropAhead() {
        if (!pipeline.isEmpty()) {
            drop();
        }
    }

    /** Sends the envelope of the next message behind the final dot, if there is one and that is wanted. */
    private void sendDot(String dot) throws MessagingException {
        Supplier<@Nullable NextMessage> next = follower;
        GuardedSocket socket = guardedSocket();
        TransportSettings settings = next == null || socket == null ? null : settings();
        if (next == null || socket == null || settings == null || !runsAhead(settings, Pipelining.FULL)) {
            super.transmit(dot);
            return;
        }
        socket.hold();
        try {
            super.transmit(dot);
            NextMessage message = next.get();
            if (message != null && !mayConvert(message.message())) {
                pipeline.plan(flight(settings, message));
                pipeline.takeOff();
            }
        } finally {
            letGo(socket);
        }
    }

    private static void letGo(GuardedSocket socket) throws MessagingException {
        try {
            socket.letGo();
        } catch (IOException e) {
            throw new MessagingException("Can't send command to SMTP host", e);
        }
    }

    /** The server's line, past our own ears. */
    private final class AngusWire implements Flight.Wire {

        @Override
        public void write(List<String> commands) throws MessagingException {
            GuardedSocket socket = guardedSocket();
            if (socket == null) {
                throw new MessagingException("there is no connection");
            }
            socket.hold();
            for (String command : commands) {
                PipeliningSmtpTransport.super.transmit(command);
            }
            letGo(socket);
        }

        @Override
        public int read(SmtpPhase asked) throws MessagingException {
            return receive(asked);
        }

        @Override
        public void breakOff() {
            closeSocket();
        }
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (pipeline.spares(command, sending())) {
            return;
        }
        pipeline.makeRoomFor(command, sending());
        super.sendCommand(command);
    }

    @Override
    void transmit(String command) throws MessagingException {
        if (pipeline.isAhead()) {
            return;
        }
        if (command.equals(".")) {
            sendDot(command);
        } else {
            super.transmit(command);
        }
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        return pipeline.answersSpared() ? 250 : super.readServerResponse();
    }

    @Override
    void answered(SmtpPhase asked, int code) {
        pipeline.answered(asked, code);
    }

    /** Whether the server has got out of step a short while ago. */
    abstract boolean isKnownOutOfStep(TransportSettings settings);

    /** Told when it has. */
    abstract void gotOutOfStep(TransportSettings settings);

    /** Whether what the server says next on this connection cannot be told from answers to what was sent ahead. */
    boolean isOutOfStep() {
        return pipeline.isBroken();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/**
 * Finds out which commands Angus Mail would send for an envelope: it goes through the motions, without a connection, and
 * believes that everything is accepted. It stops where the message itself would be written.
 */
final class EnvelopeRecorder extends SMTPTransport {

    private final SMTPTransport speaker;
    private final List<String> commands = new ArrayList<>();

    /** Thrown where the envelope ends; it is no failure, so nobody wants to know from where. */
    private static final class EnvelopeEnds extends MessagingException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    /**
     * A recorder.
     *
     * @param speaker who will send the commands, and knows what the server offers
     */
    EnvelopeRecorder(SMTPTransport speaker, Session session, String protocol) {
        super(session, null, protocol, false);
        this.speaker = speaker;
    }

    /**
     * The commands of an envelope, DATA included if the message is sent that way.
     *
     * @param view the session to read from
     * @return none if one of them cannot be sent at all: that is found out, and told, when it is tried
     */
    synchronized List<String> record(Session view, MimeMessage message, Address[] to) {
        Session own = session;
        session = view;
        commands.clear();
        try {
            super.sendMessage(message, to);
        } catch (EnvelopeEnds e) {
            return commands.stream().allMatch(this::isWritable) ? List.copyOf(commands) : List.of();
        } catch (MessagingException | RuntimeException e) {
            // whatever it is, it happens again when the message is sent
            return List.of();
        } finally {
            session = own;
        }
        return List.of();
    }

    private boolean isWritable(String command) {
        if (!AsciiText.isAscii(command) && !speaker.supportsExtension("SMTPUTF8")) {
            // it is decided when the message is sent who is left out then
            return false;
        }
        // of each char one byte may be sent only
        return command.chars().map(c -> c & 0xff).noneMatch(b -> b == '\r' || b == '\n');
    }

    @Override
    protected void checkConnected() {
        // it never is
    }

    @Override
    public boolean supportsExtension(String name) {
        return speaker.supportsExtension(name);
    }

    @Override
    protected void sendCommand(String command) {
        commands.add(command);
    }

    @Override
    protected int readServerResponse() {
        return 250;
    }

    @Override
    protected OutputStream data() throws MessagingException {
        commands.add("DATA");
        throw new EnvelopeEnds();
    }

    @Override
    protected OutputStream bdat() throws MessagingException {
        throw new EnvelopeEnds();
    }

    @Override
    protected void notifyTransportListeners(
            int type, Address[] sent, Address[] unsent, Address[] invalid, Message message) {
        // nothing has happened
    }
}

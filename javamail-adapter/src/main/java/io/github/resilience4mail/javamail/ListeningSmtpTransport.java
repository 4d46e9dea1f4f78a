/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.PropUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Angus Mail's SMTP transport with an ear on the line: it keeps every reply with its phase, guards the socket, and does
 * what its session says with a few values of ours on top. It decides nothing.
 */
abstract class ListeningSmtpTransport extends SMTPTransport {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSmtpTransport.class);

    private final String protocol;
    private final Session users;
    private final String runtimeKey;
    private final String conversionKey;
    private volatile @Nullable View view;
    private final Dialogue dialogue = new Dialogue();
    private @Nullable TransportProperties properties;
    private volatile boolean connected;
    private int messagesOnConnection;
    private @Nullable GuardedSocket lastSocket;
    private final AtomicInteger connectionsMade = new AtomicInteger();
    private boolean angusWorks;
    private boolean quiet;
    private @Nullable MimeMessage sending;
    private String sendingId = "";
    private @Nullable LineStream text;
    private BooleanSupplier gate = () -> true;
    private boolean heldBack;

    ListeningSmtpTransport(Session session, URLName urlName, String protocol, boolean implicitTls) {
        super(session, urlName, protocol, implicitTls);
        this.protocol = protocol;
        this.conversionKey = "mail." + protocol + ".allow8bitmime";
        this.runtimeKey = TransportSettings.runtimeKey(protocol);
        this.users = session;
    }

    /** There was no connection to begin with. */
    static final class ConnectionClosedException extends MessagingException {
        private static final long serialVersionUID = 1L;

        ConnectionClosedException() {
            super("the connection is closed");
        }
    }

    /** The message threw what only a fault of its own explains. */
    static final class MessageUnwritableException extends MessagingException {
        private static final long serialVersionUID = 1L;

        MessageUnwritableException(RuntimeException cause) {
            super("the message could not be written", cause);
        }
    }

    /** The gate before the final dot was closed. */
    private static final class HeldBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HeldBack() {
            super("held back before the final dot", null, false, false);
        }
    }

    /** Asks before each final dot from now on. */
    void guardFinalDot(BooleanSupplier asked) {
        gate = asked;
        heldBack = false;
    }

    /** Whether the gate was closed since {@link #guardFinalDot}. */
    boolean wasHeldBack() {
        return heldBack;
    }

    private void passGate() {
        if (!gate.getAsBoolean()) {
            heldBack = true;
            throw new HeldBack();
        }
    }

    /** The name of the protocol, as in {@code mail.<protocol>.host}. */
    String protocol() {
        return protocol;
    }

    /** The user's session; while Angus works, another stands in for it. */
    Session users() {
        return users;
    }

    TransportSettings settings() throws MessagingException {
        try {
            return view().settings(protocol);
        } catch (IllegalArgumentException e) {
            throw new MessagingException("resilience4mail is not configured well: " + e.getMessage(), e);
        }
    }

    /** What is kept of the session in the runtime that it names now. */
    private SessionView view() {
        MailRuntime runtime = TransportSettings.runtimeIn(users.getProperties(), runtimeKey);
        View known = view;
        if (known == null || known.runtime() != runtime) {
            known = new View(runtime, SessionView.of(users, runtime));
            view = known;
        }
        return known.ofSession();
    }

    private record View(MailRuntime runtime, SessionView ofSession) {}

    Dialogue dialogue() {
        return dialogue;
    }

    boolean isOpen() {
        return connected;
    }

    /** Whether the connection is open and has carried a message before. */
    boolean isReused() {
        return connected && messagesOnConnection > 0;
    }

    /** How many messages the present connection has carried, or tried to. */
    synchronized int messagesOnConnection() {
        return messagesOnConnection;
    }

    /** How many connections it has made, those included that the server refused by a reply. */
    int connectionsMade() {
        return connectionsMade.get();
    }

    boolean sendsPartially(TransportSettings settings) {
        return properties(settings).sendsPartially();
    }

    @Nullable
    GuardedSocket guardedSocket() {
        return properties == null ? null : properties.socket();
    }

    /** Whether Angus is at work just now, and may call what users call too. */
    boolean isAngusAtWork() {
        return angusWorks;
    }

    /** A connection is being made; the lock is held. */
    void connecting() {
        messagesOnConnection = 0;
        lastSocket = guardedSocket();
    }

    /** That has succeeded, or failed; where nobody answers, or nobody was called, is no connection. The lock is held. */
    void endedConnecting() {
        GuardedSocket socket = guardedSocket();
        boolean connectedAnew = socket != null && socket != lastSocket && socket.isConnected();
        if (connectedAnew || dialogue.end().isPresent()) {
            connectionsMade.incrementAndGet();
        }
    }

    TransportProperties properties(TransportSettings settings) {
        TransportProperties current = properties;
        if (current == null) {
            current = new TransportProperties(
                    users.getProperties(),
                    protocol,
                    settings.runtime().timekeeper(),
                    settings.runtime().watchdog());
            properties = current;
            ReadTimeoutWarning.check(settings.runtime(), "mail." + protocol + ".timeout", current.readTimeoutMillis());
        }
        return current;
    }

    /** Work that reads the session. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws MessagingException;
    }

    /** Lets Angus read the user's properties with some values on top; it holds the lock. */
    <T> T withView(Map<String, Object> values, Work<T> work) throws MessagingException {
        SessionView over = view();
        over.properties().cover(values);
        session = over.session();
        angusWorks = true;
        try {
            return work.run();
        } finally {
            angusWorks = false;
            session = users;
            over.properties().uncover();
        }
    }

    /** One attempt by Angus, with everything that is said kept in the dialogue; the lock is held. */
    @Nullable
    MessagingException sendOnce(
            TransportSettings settings, MimeMessage message, String messageId, InternetAddress[] to) {
        dialogue.beginMessage();
        if (!connected) {
            return new ConnectionClosedException();
        }
        messagesOnConnection++;
        quiet = true;
        sending = message;
        sendingId = messageId;
        try {
            withView(properties(settings).forMessage(), () -> {
                beforeEnvelope(settings, message, to);
                super.sendMessage(message, to);
                return true;
            });
            return null;
        } catch (MessagingException e) {
            GuardedSocket socket = guardedSocket();
            String lastWords = socket == null ? null : socket.lastWords();
            if (lastWords != null) {
                dialogue.overheard(lastWords);
            }
            return e;
        } catch (RuntimeException e) {
            // the message itself failed while it was being written: the server still waits for the rest of it
            drop();
            return new MessageUnwritableException(e);
        } catch (Error e) {
            drop();
            throw e;
        } finally {
            quiet = false;
            sending = null;
            text = null;
        }
    }

    /** Told before Angus asks for the first recipient; it reads the session as Angus does. */
    void beforeEnvelope(TransportSettings settings, MimeMessage message, InternetAddress[] to)
            throws MessagingException {}

    /** The message that is being sent, or null. */
    @Nullable
    MimeMessage sending() {
        return sending;
    }

    /** Ends the connection without a word: what it says from now on would be off by one. The lock is held. */
    void drop() {
        closeSocket();
        hangUp();
    }

    void closeSocket() {
        GuardedSocket socket = guardedSocket();
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("closing a broken connection failed", e);
            }
        }
    }

    /** Ends a connection that Angus has made, before anybody has taken it for one. */
    void refuseConnection() {
        // Angus closes what is connected, and nothing else
        setConnected(true);
        hangUp();
    }

    /** Closes the connection, which may be made again. */
    synchronized void hangUp() {
        try {
            super.close();
        } catch (MessagingException e) {
            LOG.debug("the connection to {} did not end in good order, after all was done: {}", server(), e.toString());
            closedBadly(e);
        }
    }

    /** Told when a connection did not end in good order; nothing depends on it. */
    abstract void closedBadly(MessagingException cause);

    /** The server, for people. */
    abstract String server();

    @Override
    protected synchronized void setConnected(boolean value) {
        super.setConnected(value);
        connected = value;
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (dialogue.isFinal(command)) {
            passGate();
        }
        dialogue.command(command);
        try {
            transmit(command);
        } catch (MessagingException e) {
            if (e.getNextException() instanceof IllegalArgumentException) {
                dialogue.unsendable();
            }
            throw e;
        }
    }

    /** Writes a command of which everybody knows by now. */
    void transmit(String command) throws MessagingException {
        super.sendCommand(command);
    }

    /** Reads a reply and tells nobody. */
    int receive(SmtpPhase asked) throws MessagingException {
        GuardedSocket socket = guardedSocket();
        if (socket != null) {
            socket.expectReply(asked);
        }
        return super.readServerResponse();
    }

    /** Told of each answer, as it came; 0 if none did. */
    void answered(SmtpPhase asked, int code) {}

    /**
     * Says EHLO. HELO is for servers that do not know EHLO: one that refuses it for now is not asked by the older word,
     * after which it would seem to offer neither TLS nor logins. After STARTTLS it has to be accepted: Angus goes on
     * whatever the answer is, with what the server offered in clear text, and the reason is lost.
     */
    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        boolean accepted = super.ehlo(domain);
        if (!accepted && dialogue.last(SmtpPhase.STARTTLS).isPresent()) {
            throw new MessagingException("EHLO was not accepted after STARTTLS");
        }
        if (!accepted && dialogue.end().filter(Dialogue.Exchange::isTransient).isPresent()) {
            throw new MessagingException("EHLO was refused for now");
        }
        return accepted;
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        SmtpPhase asked = dialogue.phase();
        int code;
        try {
            code = receive(asked);
        } catch (MessagingException e) {
            dialogue.lost(asked);
            answered(asked, 0);
            throw e;
        }
        dialogue.replied(asked, code, getLastServerResponse());
        answered(asked, code);
        // any completion is a success (RFC 5321 section 4.3.2); Angus knows only one
        boolean completes = asked == SmtpPhase.END_OF_DATA || asked == SmtpPhase.MAIL;
        return completes && code >= 200 && code < 300 ? 250 : code;
    }

    /** Keeps the identity of the message: Angus' conversion to 8 bits has just changed it, if it was asked for. */
    @Override
    protected void mailFrom() throws MessagingException {
        if (sending != null && !sendingId.isEmpty() && mayConvert(sending)) {
            MessageIds.restore(sending, sendingId);
        }
        super.mailFrom();
    }

    /** Whether Angus may change the message before it sends it. */
    boolean mayConvert(MimeMessage message) {
        return (message instanceof SMTPMessage smtp && smtp.getAllow8bitMIME())
                || PropUtil.getBooleanProperty(users.getProperties(), conversionKey, false);
    }

    @Override
    protected OutputStream data() throws MessagingException {
        OutputStream out = super.data();
        if (sending == null) {
            return out;
        }
        text = new LineStream(out);
        return text;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        LineStream written = text;
        if (written != null) {
            text = null;
            written.flush();
        }
        super.finishData();
    }

    @Override
    protected void notifyTransportListeners(
            int type, Address[] sent, Address[] unsent, Address[] invalid, Message message) {
        if (!quiet) {
            super.notifyTransportListeners(type, sent, unsent, invalid, message);
        }
    }
}

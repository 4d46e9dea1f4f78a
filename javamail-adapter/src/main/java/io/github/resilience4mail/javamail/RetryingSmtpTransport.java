/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.engine.Delivery;
import io.github.resilience4mail.engine.DeliveryEngine;
import io.github.resilience4mail.engine.DeliveryEvent.CloseFailed;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.runtime.Account;
import io.github.resilience4mail.runtime.RefusedLogin;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.PropUtil;
import org.jspecify.annotations.Nullable;

/**
 * Angus Mail's SMTP transport, made to understand what the server says: it tries again what can succeed, sends again
 * only to those who are still open, reconnects, and reports each recipient's outcome.
 *
 * <p>It is used wherever Jakarta Mail is asked for {@code smtp}, without any code, and is configured by the session
 * properties {@code mail.smtp.retry.*}. It stays an {@link SMTPTransport} for those who cast.
 *
 * <p>{@code connect} and {@code sendMessage} share one deadline. {@code sendMessage} throws a
 * {@link MailDeliveryException} unless the server accepted the message for every recipient. {@code close} does not
 * throw: after the message was accepted, nothing that goes wrong with QUIT matters.
 *
 * <p>Thread-safe, as Angus' is: one command at a time; the lock is not held while it waits to try again.
 */
// connect and sendMessage take the lock for each attempt, and give it back while they wait
@SuppressWarnings("UnsynchronizedOverridesSynchronized")
public class RetryingSmtpTransport extends PipeliningSmtpTransport {

    private static final int MAX_CAUSE = 500;

    private final String senderKey;
    private @Nullable Login login;
    private volatile @Nullable Engine engine;
    private volatile Duration spentConnecting = Duration.ZERO;
    private volatile boolean ownSocket = true;
    private volatile boolean closedByCaller;
    private volatile @Nullable DeliveryReport lastReport;

    /** Whom the connection was made to, and as whom: what it takes to make it again. */
    private record Login(String host, int port, @Nullable String user, @Nullable String password) {

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /** What messages are sent with, and what it was made for. */
    private record Engine(TransportSettings settings, @Nullable Login login, DeliveryEngine made) {}

    /** Keeps {@code Service.connect} from a second login with the same failure behind it. */
    private static final class LoginTried extends MessagingException {
        private static final long serialVersionUID = 1L;
        private final AuthenticationFailedException failure;
        private final transient @Nullable RefusedLogin earlier;

        LoginTried(AuthenticationFailedException failure, @Nullable RefusedLogin earlier) {
            super("login tried", failure);
            this.failure = failure;
            this.earlier = earlier;
        }
    }

    /**
     * For {@code smtp}; called by Jakarta Mail.
     *
     * @param session the user's session
     * @param urlName where to connect to, or null
     */
    public RetryingSmtpTransport(Session session, URLName urlName) {
        this(session, urlName, "smtp", false);
    }

    /**
     * For subclasses that speak another protocol of this family.
     *
     * @param session the user's session
     * @param urlName where to connect to, or null
     * @param protocol the name of the protocol, as in {@code mail.<protocol>.host}
     * @param implicitTls whether TLS begins with the connection
     */
    protected RetryingSmtpTransport(Session session, URLName urlName, String protocol, boolean implicitTls) {
        super(session, urlName, protocol, implicitTls);
        senderKey = "mail." + protocol + ".from";
    }

    /** A transport to the server that a session names, with its account. */
    static RetryingSmtpTransport of(Session session) {
        SessionServer server = SessionServer.of(session);
        URLName name = new URLName(server.protocol(), null, -1, null, null, null);
        return server.isImplicitTls()
                ? new RetryingSmtpsTransport(session, name)
                : new RetryingSmtpTransport(session, name);
    }

    /**
     * The report of the last {@code sendMessage}, also if everything went well.
     *
     * @return the report, or empty before the first
     */
    public Optional<DeliveryReport> getLastReport() {
        return Optional.ofNullable(lastReport);
    }

    /**
     * Connects, and tries again within the deadline if that can succeed.
     *
     * @throws MessagingException of Angus' own types, from which {@link MailFailure#of} tells what it means
     */
    @Override
    public void connect(@Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        TransportSettings settings = settings();
        if (!settings.enabled()) {
            super.connect(host, port, user, password);
            return;
        }
        closedByCaller = false;
        ConnectRetry retry = new ConnectRetry(settings);
        boolean mayRepeat = ownSocket;
        spentConnecting = retry.run(() -> tryToConnect(settings, host, port, user, password), mayRepeat, this);
    }

    /** One try: null if it succeeded. */
    private @Nullable ConnectFailure tryToConnect(
            TransportSettings settings,
            @Nullable String host,
            int port,
            @Nullable String user,
            @Nullable String password)
            throws MessagingException {
        synchronized (this) {
            dialogue().connecting();
            try {
                super.connect(host, port, user, password);
                return null;
            } catch (LoginTried e) {
                return loginFailure(settings, e);
            } catch (MessagingException e) {
                return read(settings, e);
            }
        }
    }

    private ConnectFailure read(TransportSettings settings, MessagingException e) {
        FailureTranslator translator = new FailureTranslator(settings, host());
        GuardedSocket socket = guardedSocket();
        boolean silent = socket != null && !socket.hasHeard();
        int port = login == null ? -1 : login.port();
        String secret = login == null ? null : login.password();
        return new ConnectFailure.Reader(translator, dialogue(), silent, port, secret).read(e, this);
    }

    private static ConnectFailure blocked(RefusedLogin login, MessagingException e) {
        return new ConnectFailure(login.verdict(), SmtpPhase.AUTH, login.reply(), e, login, false);
    }

    private ConnectFailure loginFailure(TransportSettings settings, LoginTried tried) {
        return tried.earlier == null ? read(settings, tried.failure) : blocked(tried.earlier, tried.failure);
    }

    /** Connects over a socket of the caller's; it cannot be made again, so there is one attempt only. */
    @Override
    public synchronized void connect(Socket socket) throws MessagingException {
        TransportSettings settings = settings();
        if (!settings.enabled()) {
            super.connect(socket);
            return;
        }
        ownSocket = false;
        try {
            GuardedSocket guarded = properties(settings).guard(socket);
            guarded.connected();
            super.connect(guarded);
        } catch (IOException e) {
            throw new MessagingException("the given socket cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    protected synchronized boolean protocolConnect(
            @Nullable String host, int port, @Nullable String user, @Nullable String password)
            throws MessagingException {
        TransportSettings settings = settings();
        if (!settings.enabled()) {
            return super.protocolConnect(host, port, user, password);
        }
        login = new Login(host == null || host.isEmpty() ? "localhost" : host, effectivePort(port), user, password);
        Account account = settings.runtime().account(login.host(), login.port(), user, password);
        if (password == null) {
            return connectAs(settings, account, host, port, user, null);
        }
        Optional<Lock> gate = settings.runtime().loginGate(account);
        gate.ifPresent(Lock::lock);
        try {
            return connectAs(settings, account, host, port, user, password);
        } finally {
            gate.ifPresent(Lock::unlock);
        }
    }

    private boolean connectAs(
            TransportSettings settings,
            Account account,
            @Nullable String host,
            int port,
            @Nullable String user,
            @Nullable String password)
            throws MessagingException {
        Optional<RefusedLogin> refused =
                password == null ? Optional.empty() : settings.runtime().refusedLogin(account);
        if (refused.isPresent()) {
            throw new LoginTried(new AuthenticationFailedException("refused before"), refused.get());
        }
        connecting();
        try {
            boolean success = withView(
                    properties(settings).forConnection(), () -> super.protocolConnect(host, port, user, password));
            if (success && demandsLogin() && dialogue().last(SmtpPhase.AUTH).isEmpty()) {
                // Angus would go on without; who demands a login does not want that
                refuseConnection();
                throw new AuthenticationFailedException("the server offers no login");
            }
            if (success && password != null) {
                settings.runtime().loginAccepted(account);
            }
            return success;
        } catch (AuthenticationFailedException e) {
            ConnectFailure failure = read(settings, e);
            if (failure.verdict().decision() == Decision.FIX_CONFIG && failure.phase() == SmtpPhase.AUTH) {
                settings.runtime().loginRefused(account, failure.reply(), failure.verdict());
            }
            throw new LoginTried(e, null);
        } finally {
            endedConnecting();
        }
    }

    /** Whether commands are written in UTF-8; Angus, too, reads it from the session once and for all. */
    boolean writesUtf8() {
        return PropUtil.getBooleanProperty(users().getProperties(), "mail.mime.allowutf8", false);
    }

    @Override
    boolean isKnownOutOfStep(TransportSettings settings) {
        return login == null || settings.runtime().isOutOfStep(login.host(), login.port());
    }

    @Override
    void gotOutOfStep(TransportSettings settings) {
        if (login != null) {
            settings.runtime().gotOutOfStep(login.host(), login.port());
        }
    }

    private boolean demandsLogin() {
        return PropUtil.getBooleanProperty(users().getProperties(), "mail." + protocol() + ".auth", false);
    }

    private int effectivePort(int port) {
        if (port != -1) {
            return port;
        }
        int configured = PropUtil.getIntProperty(users().getProperties(), "mail." + protocol() + ".port", -1);
        return configured != -1 ? configured : impliesTls() ? 465 : 25;
    }

    private boolean impliesTls() {
        return "smtps".equals(protocol());
    }

    /**
     * Sends the message, and tries again within the deadline where that can succeed, for those recipients for whom it
     * has not been accepted yet.
     *
     * @throws MailDeliveryException unless the server accepted it for every recipient
     * @throws MessagingException before anything is sent, if the message or an address cannot be sent at all
     */
    @Override
    public void sendMessage(Message message, Address[] addresses) throws MessagingException {
        TransportSettings settings = settings();
        if (!settings.enabled() || !(message instanceof MimeMessage mime)) {
            super.sendMessage(message, addresses);
            return;
        }
        if (!isOpen() && (login == null || closedByCaller)) {
            checkConnected();
        }
        Envelope envelope = Envelope.of(addresses);
        Envelope.checkSender(sender(mime), writesUtf8());
        String messageId = MessageIds.ensure(mime);
        DeliveryEngine engine = engine(settings);
        Duration timeLeft = settings.policy().deadline().minus(spentConnecting);
        spentConnecting = Duration.ZERO;
        MessageTransmission transmission = new MessageTransmission(this, settings, mime, messageId, envelope);
        Delivery delivery = engine.begin(messageId, envelope.recipients(), transmission.partialSending(), timeLeft);
        DeliveryReport report = engine.run(delivery, transmission);
        lastReport = report;
        if (closedByCaller) {
            // closed while it waited: what was opened again for this message is not needed any longer
            hangUp();
        }
        finish(report, envelope, mime, transmission, settings);
    }

    /** What MAIL FROM will name, in the order in which Angus looks for it; null if that is this machine's user. */
    @Nullable
    String sender(MimeMessage message) throws MessagingException {
        String own = message instanceof SMTPMessage smtp ? smtp.getEnvelopeFrom() : null;
        String configured = own == null ? users().getProperty(senderKey) : own;
        if (configured != null && !configured.isEmpty()) {
            return configured;
        }
        Address[] from = message.getFrom();
        return from != null && from.length > 0 && from[0] instanceof InternetAddress first ? first.getAddress() : null;
    }

    private void finish(
            DeliveryReport report,
            Envelope envelope,
            MimeMessage message,
            MessageTransmission transmission,
            TransportSettings settings)
            throws MessagingException {
        MailDeliveryException failure = report.isDelivered()
                ? null
                : MailDeliveryException.of(report, envelope, transmission, settings.locale());
        Address[] sent = failure == null ? envelope.addresses(envelope.recipients()) : failure.getValidSentAddresses();
        Address[] unsent = failure == null ? new Address[0] : failure.getValidUnsentAddresses();
        Address[] invalid = failure == null ? new Address[0] : failure.getInvalidAddresses();
        int type = sent.length == 0
                ? TransportEvent.MESSAGE_NOT_DELIVERED
                : failure == null ? TransportEvent.MESSAGE_DELIVERED : TransportEvent.MESSAGE_PARTIALLY_DELIVERED;
        super.notifyTransportListeners(type, sent, unsent, invalid, message);
        if (failure != null) {
            throw failure;
        }
        if (getReportSuccess()) {
            throw SuccessReport.of(report, envelope);
        }
    }

    /** The engine for the server and the settings of now, the same as before where these are. */
    private DeliveryEngine engine(TransportSettings settings) {
        Engine known = engine;
        if (known == null || known.settings() != settings || !Objects.equals(known.login(), login)) {
            DeliveryEngine made = new DeliveryEngine(
                    settings.policy(),
                    settings.runtime().timekeeper(),
                    settings.runtime().registry(),
                    retryName(),
                    settings.listeners());
            known = new Engine(settings, login, made);
            engine = known;
        }
        return known.made();
    }

    /** The name in resilience4j's registry. */
    String retryName() {
        return "mail-" + server();
    }

    @Override
    void closedBadly(MessagingException cause) {
        TransportSettings settings;
        try {
            settings = settings();
        } catch (MessagingException e) {
            // they were readable when the connection was made; whoever has spoilt them hears of it at the next send
            return;
        }
        settings.listeners()
                .tell(() -> new CloseFailed(
                        retryName(),
                        settings.runtime().timekeeper().now(),
                        PrintableText.of(String.valueOf(cause.getMessage()), MAX_CAUSE)));
    }

    /** Makes the connection, again if there was one; the lock is held. Null if that succeeded. */
    @Nullable
    ConnectFailure open(TransportSettings settings) {
        if (!ownSocket) {
            return read(settings, new MessagingException("the connection was lost"));
        }
        Login known = login;
        try {
            return known == null
                    ? tryToConnect(settings, null, -1, null, null)
                    : tryToConnect(settings, known.host(), known.port(), known.user(), known.password());
        } catch (MessagingException e) {
            return read(settings, e);
        }
    }

    String host() {
        return login == null ? "" : login.host();
    }

    @Override
    String server() {
        return login == null ? "the server" : login.toString();
    }

    /** Whether the caller has closed it, and means it to stay closed. */
    boolean isClosedByCaller() {
        return closedByCaller;
    }

    /** Says goodbye and closes. It never fails: nothing depends on the answer. */
    @Override
    public synchronized void close() {
        // Angus calls this too, in the middle of a message
        closedByCaller |= !isAngusAtWork();
        hangUp();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.time.Timekeeper;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * An SMTP server on 127.0.0.1 that misbehaves on demand, and counts exactly what it accepted.
 *
 * <p>Without a script it is a well-behaved server that accepts everything and delivers nothing. A script says where it
 * does something else, and {@link Manners} how it treats a destination:
 *
 * <pre>{@code
 * try (ScriptedSmtpServer server = ScriptedSmtpServer.builder()
 *         .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Try again"))
 *         .on(SmtpPhase.END_OF_DATA, Occurrence.nth(2), Action.acceptThenClose())
 *         .destination("slow.example", Manners.builder().maxConnections(2).build())
 *         .start()) {
 *     send(server.port());
 *     assert server.duplicates().isEmpty();
 * }
 * }</pre>
 *
 * <p>Whatever it counts is counted before the client can know, so a test that has seen a reply, or the end of the
 * connection, finds it counted. Thread-safe. Every thread is a daemon, and {@link #close()} leaves none.
 */
public final class ScriptedSmtpServer implements AutoCloseable {

    private final Context context;
    private final Listener listener;

    private ScriptedSmtpServer(Context context, int port) {
        this.context = context;
        this.listener = new Listener(port, context);
    }

    /**
     * Starts with a server that does what it should.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@return the host it listens on, always {@code 127.0.0.1}}
     */
    public String host() {
        return Listener.HOST;
    }

    /**
     * {@return the port it listens on}
     */
    public int port() {
        return listener.port();
    }

    /**
     * What a client needs in order to trust this server, and no other.
     *
     * @return a context for clients; its socket factory fits {@code mail.smtp.ssl.socketFactory}
     */
    public static SSLContext clientSslContext() {
        return LocalhostCertificate.get().clientContext();
    }

    /**
     * The server's certificate, for clients that want a file: self-signed, for localhost and 127.0.0.1, made by the
     * JDK's keytool when it is first needed, once per JVM.
     *
     * @return the certificate
     */
    public static X509Certificate certificate() {
        return LocalhostCertificate.get().certificate();
    }

    /**
     * What has been accepted, for each recipient, in order.
     *
     * @return a copy
     */
    public List<Accepted> accepted() {
        return context.ledger().accepted();
    }

    /**
     * {@return how many recipients have been accepted, over all messages}
     */
    public int acceptedCount() {
        return context.ledger().acceptedCount();
    }

    /**
     * How often a message was accepted for a recipient: once is right.
     *
     * @param messageId as in its header, with the brackets
     * @param recipient the address, as RCPT named it
     * @return how often
     */
    public int acceptedCount(String messageId, String recipient) {
        return context.ledger().acceptedCount(messageId, recipient);
    }

    /**
     * What has been accepted again: each further time that a Message-ID was accepted for the same recipient. Messages
     * without one cannot be told apart, and are left out.
     *
     * @return the superfluous ones, in order
     */
    public List<Accepted> duplicates() {
        return context.ledger().duplicates();
    }

    /**
     * What has been accepted without telling the client.
     *
     * @return those whose final reply was withheld, in order
     */
    public List<Accepted> withheld() {
        return accepted().stream().filter(Accepted::withheld).toList();
    }

    /**
     * The accepted messages as they came, if {@link Builder#keepMessages()} was said.
     *
     * @return the bytes of each message, in order
     */
    public List<byte[]> messages() {
        return context.ledger().messages();
    }

    /**
     * {@return how many connections have been taken, refused ones too}
     */
    public int connections() {
        return context.ledger().connections();
    }

    /**
     * {@return how many connections are open now}
     */
    public int openConnections() {
        return context.ledger().open();
    }

    /**
     * {@return how many connections were open at once at most, refused ones too}
     */
    public int peakConnections() {
        return context.ledger().mostOpen();
    }

    /**
     * How many sessions hold a slot of a destination now.
     *
     * @param domain the destination
     * @return how many
     */
    public int openConnections(String domain) {
        return context.destinations().of(domain).slots();
    }

    /**
     * How many sessions held a slot of a destination at once at most.
     *
     * @param domain the destination
     * @return how many
     */
    public int peakConnections(String domain) {
        return context.destinations().of(domain).mostSlots();
    }

    /**
     * {@return how many AUTH commands there were}
     */
    public int logins() {
        return context.ledger().logins();
    }

    /**
     * {@return how many AUTH commands succeeded}
     */
    public int successfulLogins() {
        return context.ledger().goodLogins();
    }

    /**
     * How many replies 4xx and 5xx there were in a phase.
     *
     * @param phase the phase
     * @return how many
     */
    public long refused(SmtpPhase phase) {
        return context.ledger().refused(phase);
    }

    /**
     * How many replies 4xx and 5xx concerned a destination: those to RCPT, and those to DATA and to the message if it had
     * a recipient there.
     *
     * @param domain the destination
     * @return how many
     */
    public long refused(String domain) {
        return context.ledger().refused(Transaction.domainOf(domain));
    }

    /**
     * What a client said: each command, without line ends, credentials as {@code ***}, and {@code .} for the final dot.
     *
     * @param connection which connection, counted from 1 in the order they were taken
     * @return its commands so far; empty if there was no such connection, or none of it was noted
     */
    public List<String> transcript(int connection) {
        return context.ledger().transcript(connection);
    }

    /**
     * What the server had to answer, in order, over all connections: with the times at which it did, the delays between
     * a client's attempts can be seen.
     *
     * @return a copy; it ends at {@link Builder#transcriptLimit}
     */
    public List<Heard> heard() {
        return context.ledger().heard();
    }

    /**
     * Changes what a destination bears, from now on; what has happened there is not forgotten.
     *
     * @param domain the destination
     * @param manners its new manners
     */
    public void change(String domain, Manners manners) {
        context.destinations().of(domain).change(manners);
    }

    /**
     * Changes what the whole server bears, from now on; what has happened is not forgotten.
     *
     * @param manners the new manners
     */
    public void change(Manners manners) {
        context.destinations().server().change(manners);
    }

    /** Ends all connections at once, and returns when no thread is left. */
    @Override
    public void close() {
        listener.close();
    }

    /**
     * {@return where it listens}
     */
    @Override
    public String toString() {
        return "scripted SMTP server on " + host() + ":" + port();
    }

    /** Collects what the server does; each may be left out. */
    public static final class Builder {

        private final List<Script.Line> lines = new ArrayList<>();
        private final Map<String, Manners> destinations = new HashMap<>();
        private final Map<String, String> passwords = new HashMap<>();
        private final Map<String, String> tokens = new HashMap<>();
        private final Map<String, String> added = new LinkedHashMap<>();
        private final List<String> removed = new ArrayList<>();
        private Manners server = Manners.builder().build();
        private Manners others = Manners.builder().build();
        private Timekeeper timekeeper = Timekeeper.system();
        private Duration linkDelay = Duration.ZERO;
        private Context.Tls tls = Context.Tls.NONE;
        private boolean authRequired;
        private boolean keeping;
        private int transcriptLimit = 10_000;
        private long maxMessageSize;
        private int port;

        private Builder() {}

        /**
         * Adds a line to the script. Where several apply to an event, the first one answers.
         *
         * @param phase where in the dialogue; not BOUNCE
         * @param occurrence which times
         * @param action what the server does then
         * @return this builder
         */
        public Builder on(SmtpPhase phase, Occurrence occurrence, Action action) {
            lines.add(new Script.Line(phase, occurrence, action));
            return this;
        }

        /**
         * Gives a destination its manners.
         *
         * @param domain the recipients' domain
         * @param manners how it treats its guests
         * @return this builder
         */
        public Builder destination(String domain, Manners manners) {
            if (domain.isBlank() || domain.indexOf('@') >= 0) {
                throw new IllegalArgumentException(
                        "a destination is a domain such as \"slow.example\", not \"" + domain + "\"");
            }
            destinations.put(domain, manners);
            return this;
        }

        /**
         * Gives each destination that is not named these manners, with quotas of its own.
         *
         * @param manners how they treat their guests
         * @return this builder
         */
        public Builder otherDestinations(Manners manners) {
            others = manners;
            return this;
        }

        /**
         * Gives the whole server its manners: connections are refused by the greeting, messages at MAIL.
         *
         * @param manners how it treats its guests
         * @return this builder
         */
        public Builder serverWide(Manners manners) {
            server = manners;
            return this;
        }

        /**
         * Offers AUTH PLAIN and LOGIN, and lets a user in with this password.
         *
         * @param user the user
         * @param password the password
         * @return this builder
         */
        public Builder user(String user, String password) {
            passwords.put(user, password);
            return this;
        }

        /**
         * Offers AUTH XOAUTH2, and lets a user in with this token.
         *
         * @param user the user
         * @param token the access token
         * @return this builder
         */
        public Builder token(String user, String token) {
            tokens.put(user, token);
            return this;
        }

        /**
         * Answers MAIL with {@code 530 5.7.0} until the client has logged in.
         *
         * @return this builder
         */
        public Builder requireAuth() {
            authRequired = true;
            return this;
        }

        /**
         * Offers STARTTLS.
         *
         * @return this builder
         */
        public Builder startTls() {
            return tls(Context.Tls.OFFERED);
        }

        /**
         * Offers STARTTLS, and answers AUTH and MAIL with {@code 530 5.7.0} until it is done.
         *
         * @return this builder
         */
        public Builder requireStartTls() {
            return tls(Context.Tls.REQUIRED);
        }

        /**
         * Speaks TLS from the first byte, as on port 465.
         *
         * @return this builder
         */
        public Builder implicitTls() {
            return tls(Context.Tls.IMPLICIT);
        }

        private Builder tls(Context.Tls mode) {
            if (tls != Context.Tls.NONE && tls != mode) {
                throw new IllegalArgumentException(
                        "TLS has one mode: choose one of startTls, requireStartTls and implicitTls");
            }
            tls = mode;
            return this;
        }

        /**
         * Announces a capability, and offers it if it is one that the server knows: PIPELINING, 8BITMIME and
         * ENHANCEDSTATUSCODES, which it announces anyway, CHUNKING, SMTPUTF8, AUTH with PLAIN, LOGIN or XOAUTH2,
         * STARTTLS. One of the same keyword is replaced.
         *
         * @param line keyword and parameters, as in {@code "AUTH LOGIN"}
         * @return this builder
         */
        public Builder capability(String line) {
            if (line.isBlank()) {
                throw new IllegalArgumentException("a capability begins with a keyword, as in \"CHUNKING\"");
            }
            added.put(Capabilities.keyword(line), line.strip());
            return this;
        }

        /**
         * Neither announces nor offers a capability.
         *
         * @param keyword which one, as in {@code "PIPELINING"}
         * @return this builder
         */
        public Builder withoutCapability(String keyword) {
            removed.add(Capabilities.keyword(keyword));
            return this;
        }

        /**
         * Announces SIZE with this limit, and refuses bigger messages with {@code 552 5.3.4}: at MAIL if it says the size,
         * else after the message.
         *
         * @param bytes the biggest message, at least 1
         * @return this builder
         */
        public Builder maxMessageSize(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException(
                        "maxMessageSize is at least 1, not " + bytes + ": leave it out for no limit");
            }
            maxMessageSize = bytes;
            return this;
        }

        /**
         * Keeps the bytes of accepted messages, see {@link ScriptedSmtpServer#messages()}. By default they are dropped as
         * they come.
         *
         * @return this builder
         */
        public Builder keepMessages() {
            keeping = true;
            return this;
        }

        /**
         * Bounds how many commands are noted for {@link ScriptedSmtpServer#transcript}, and how many events for
         * {@link ScriptedSmtpServer#heard()}, over all connections; later ones are not. By default 10,000.
         *
         * @param commands how many, 0 or more
         * @return this builder
         */
        public Builder transcriptLimit(int commands) {
            if (commands < 0) {
                throw new IllegalArgumentException("transcriptLimit is 0 or more, not " + commands);
            }
            transcriptLimit = commands;
            return this;
        }

        /**
         * Delays each batch of replies, as a long line would: replies to commands that came in one flight leave together.
         *
         * @param delay how long, by the server's timekeeper; zero for no delay
         * @return this builder
         */
        public Builder linkDelay(Duration delay) {
            if (delay.isNegative()) {
                throw new IllegalArgumentException("linkDelay is not negative: " + delay);
            }
            linkDelay = delay;
            return this;
        }

        /**
         * Takes all time from here; by default from the system.
         *
         * @param newTimekeeper real or fake time
         * @return this builder
         */
        public Builder timekeeper(Timekeeper newTimekeeper) {
            timekeeper = newTimekeeper;
            return this;
        }

        /**
         * Listens on a fixed port; by default on any that is free.
         *
         * @param newPort the port, or 0 for any that is free
         * @return this builder
         */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 65_535) {
                throw new IllegalArgumentException("a port is 0 to 65535, not " + newPort);
            }
            port = newPort;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return a server that listens
         * @throws java.io.UncheckedIOException if the port is taken
         */
        public ScriptedSmtpServer start() {
            if (tls != Context.Tls.NONE) {
                // now, and not while the first client waits
                LocalhostCertificate.get();
            }
            Context context = new Context(
                    timekeeper,
                    linkDelay,
                    tls,
                    capabilities(),
                    maxMessageSize,
                    new Accounts(passwords, tokens, authRequired),
                    new Script(lines),
                    new Destinations(timekeeper, server, others, destinations),
                    new Ledger(keeping, transcriptLimit));
            ScriptedSmtpServer started = new ScriptedSmtpServer(context, port);
            started.listener.start();
            return started;
        }

        private Capabilities capabilities() {
            Map<String, String> all = new LinkedHashMap<>();
            for (String keyword : List.of("PIPELINING", "8BITMIME", "ENHANCEDSTATUSCODES")) {
                all.put(keyword, keyword);
            }
            all.put("SIZE", maxMessageSize == 0 ? "SIZE" : "SIZE " + maxMessageSize);
            if (tls == Context.Tls.OFFERED || tls == Context.Tls.REQUIRED) {
                all.put("STARTTLS", "STARTTLS");
            }
            if (!passwords.isEmpty() || !tokens.isEmpty()) {
                all.put(
                        "AUTH",
                        "AUTH" + (passwords.isEmpty() ? "" : " PLAIN LOGIN") + (tokens.isEmpty() ? "" : " XOAUTH2"));
            }
            all.putAll(added);
            removed.forEach(all::remove);
            return new Capabilities(all);
        }
    }
}

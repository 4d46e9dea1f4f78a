/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Explanation;
import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.runtime.RefusedLogin;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.text.MessageFormat;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.eclipse.angus.mail.util.MailConnectException;
import org.eclipse.angus.mail.util.SocketConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A failure to connect, as a value.
 *
 * @param original what Angus threw; its text may be the server's, so it is never handed on
 * @param blockedUntil the refused login because of which none was tried, or null
 * @param silent whether the server has said nothing at all, as one that waits for TLS does
 */
record ConnectFailure(
        Verdict verdict,
        SmtpPhase phase,
        @Nullable SmtpReply reply,
        MessagingException original,
        @Nullable RefusedLogin blockedUntil,
        boolean silent) {

    private static final String BUNDLE = "io.github.resilience4mail.javamail.connect";
    private static final int MAX_SERVER = 300;

    /** For the recipients of a message that could not be sent because of it. */
    AttemptResult toResult() {
        return AttemptResult.refused(phase, reply, verdict);
    }

    /**
     * The exception to throw: of the type that Angus would have thrown, with a text to act on.
     *
     * @param server such as {@code mail.example.net:587}
     * @param retryAt when another attempt makes sense, or null
     * @param locale of the text
     */
    MessagingException toException(String server, @Nullable Instant retryAt, Locale locale) {
        String text = text(server, retryAt, locale);
        Exception cause = harmlessCause(original);
        if (original instanceof AuthenticationFailedException) {
            return withTrace(new LoginFailed(text, cause, known(retryAt)));
        }
        if (original instanceof MailConnectException unreachable) {
            return withTrace(new Unreachable(text, unreachable, cause, known(retryAt)));
        }
        return withTrace(new ConnectFailed(text, cause, known(retryAt)));
    }

    private MailFailure known(@Nullable Instant retryAt) {
        return new MailFailure(verdict, phase, reply, retryAt);
    }

    private <T extends MessagingException> T withTrace(T exception) {
        exception.setStackTrace(original.getStackTrace());
        return exception;
    }

    private String text(String server, @Nullable Instant retryAt, Locale locale) {
        // both exist exactly, so the search never falls back to the default locale
        Locale known = locale.getLanguage().equals("fr") ? Locale.FRENCH : Locale.ROOT;
        ResourceBundle words = ResourceBundle.getBundle(BUNDLE, known);
        Explanation explanation = verdict.explain(locale);
        String what = reply == null ? word(words, "failed", phase) : word(words, "said", phase, reply);
        // "it is tried again" would not be true: this was the last attempt, and nobody else makes another
        String toDo = verdict.decision() == Decision.RETRY ? explanation.cause() : explanation.action();
        String again = retryAt == null ? "" : " " + word(words, "again", retryAt);
        String tried = blockedUntil == null ? "" : " " + word(words, "blocked", blockedUntil.until());
        String encrypted = silent ? " " + word(words, "silent") : "";
        return word(words, "message", PrintableText.of(server, MAX_SERVER)) + "; " + what + ". " + explanation.title()
                + ". " + toDo + encrypted + again + tried;
    }

    private static String word(ResourceBundle words, String key, Object... values) {
        Object[] texts = Arrays.stream(values).map(String::valueOf).toArray();
        return new MessageFormat(words.getString(key), Locale.ROOT).format(texts);
    }

    /** The JDK's own exception behind Angus' one, if its text cannot be the server's. */
    private static @Nullable Exception harmlessCause(MessagingException original) {
        Exception next = original.getNextException();
        Exception inner = next instanceof SocketConnectException connect ? connect.getException() : next;
        return inner instanceof MessagingException ? null : inner;
    }

    /** Refused login. */
    private static final class LoginFailed extends AuthenticationFailedException implements MailFailure.Carrier {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable MailFailure failure;

        LoginFailed(String text, @Nullable Exception cause, MailFailure failure) {
            super(text, cause);
            this.failure = failure;
        }

        @Override
        public @Nullable MailFailure mailFailure() {
            return failure;
        }
    }

    /** No TCP connection. */
    private static final class Unreachable extends MailConnectException implements MailFailure.Carrier {
        private static final long serialVersionUID = 1L;
        private final String text;
        private final transient @Nullable MailFailure failure;

        Unreachable(String text, MailConnectException original, @Nullable Exception cause, MailFailure failure) {
            super(new SocketConnectException(
                    text,
                    cause == null ? new IOException("no connection") : cause,
                    original.getHost(),
                    original.getPort(),
                    original.getConnectionTimeout()));
            this.text = text;
            this.failure = failure;
        }

        @Override
        public String getMessage() {
            return text;
        }

        @Override
        public @Nullable MailFailure mailFailure() {
            return failure;
        }
    }

    /** Anything else: a bad greeting, TLS, a lost connection. */
    private static final class ConnectFailed extends MessagingException implements MailFailure.Carrier {
        private static final long serialVersionUID = 1L;
        private final transient @Nullable MailFailure failure;

        ConnectFailed(String text, @Nullable Exception cause, MailFailure failure) {
            super(text, cause);
            this.failure = failure;
        }

        @Override
        public @Nullable MailFailure mailFailure() {
            return failure;
        }
    }

    /** What a transport knows when connecting has failed. */
    static final class Reader {

        /** Where TLS begins with the connection (RFC 8314 section 3.3). */
        private static final int SUBMISSIONS_PORT = 465;

        private final FailureTranslator translator;
        private final Dialogue dialogue;
        private final boolean silent;
        private final int port;
        private final @Nullable String secret;

        /**
         * What is known.
         *
         * @param silent whether the server has said nothing at all on this connection
         * @param port which port it is, or -1
         * @param secret what must not be repeated, or null
         */
        Reader(FailureTranslator translator, Dialogue dialogue, boolean silent, int port, @Nullable String secret) {
            this.translator = translator;
            this.dialogue = dialogue;
            this.silent = silent;
            this.port = port;
            this.secret = secret;
        }

        ConnectFailure read(MessagingException thrown, SMTPTransport transport) {
            Optional<Dialogue.Exchange> end = dialogue.end();
            SmtpPhase phase = end.map(Dialogue.Exchange::phase).orElse(SmtpPhase.CONNECT);
            SmtpReply reply = end.map(Dialogue.Exchange::reply).orElse(null);
            if (reply != null && !reply.isPositive()) {
                return new ConnectFailure(translator.verdict(reply, phase), phase, reply, thrown, null, false);
            }
            SmtpPhase unsendable = dialogue.unsendableAt();
            if (unsendable != null) {
                // the name of this machine is the only text of the user's that a command to connect is made of
                return new ConnectFailure(Verdict.of(Reason.HELO_REJECTED), unsendable, null, thrown, null, false);
            }
            boolean waitsForTls = silent && phase == SmtpPhase.CONNECT && end.isPresent();
            if (waitsForTls && port == SUBMISSIONS_PORT) {
                return new ConnectFailure(Verdict.of(Reason.NOT_SMTP), phase, null, thrown, null, false);
            }
            Verdict own = ownVerdict(end.orElse(null), thrown, transport);
            Verdict verdict = own != null ? own : translator.verdict(end.orElse(null), thrown);
            SmtpReply hidden = reply != null && phase == SmtpPhase.AUTH ? LoginChallenge.errorIn(reply, secret) : null;
            return new ConnectFailure(verdict, phase, hidden, thrown, null, waitsForTls);
        }

        /** Where the server said nothing wrong, and this side stopped. */
        private static @Nullable Verdict ownVerdict(
                Dialogue.@Nullable Exchange end, MessagingException thrown, SMTPTransport transport) {
            boolean login = thrown instanceof AuthenticationFailedException;
            if (end == null) {
                return login ? Verdict.of(Reason.AUTH_REQUIRED) : null;
            }
            boolean answered = end.reply() != null;
            if (login && answered && end.phase() == SmtpPhase.EHLO) {
                return Verdict.of(Reason.AUTH_NOT_OFFERED);
            }
            if (login && answered && end.phase() == SmtpPhase.AUTH) {
                // the server went on asking and the mechanism had no more to say, as XOAUTH2 does
                return Verdict.of(Reason.AUTH_FAILED);
            }
            boolean greeted = answered && end.phase() == SmtpPhase.EHLO;
            if (greeted && transport.getRequireStartTLS() && !transport.supportsExtension("STARTTLS")) {
                return Verdict.of(Reason.TLS_NOT_OFFERED);
            }
            return null;
        }
    }
}

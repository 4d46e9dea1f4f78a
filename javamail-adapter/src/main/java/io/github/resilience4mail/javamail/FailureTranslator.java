/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import io.github.resilience4mail.time.Timekeeper;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The one place where what Angus Mail and the JDK throw becomes a value of ours. Behind it nobody looks at an exception
 * again.
 */
final class FailureTranslator {

    /** How deep a chain of causes is followed: an exception may be its own cause's cause. */
    private static final int MAX_DEPTH = 20;

    private final Supplier<ReplyCatalogue> catalogue;
    private final Timekeeper timekeeper;
    private final String host;

    FailureTranslator(TransportSettings settings, String host) {
        this.catalogue = settings::catalogue;
        this.timekeeper = settings.runtime().timekeeper();
        this.host = host;
    }

    /** What a reply means; one that is positive out of place breaks the protocol, and a new connection may do better. */
    Verdict verdict(SmtpReply reply, SmtpPhase phase) {
        Optional<Verdict> verdict = catalogue.get().classify(reply, phase, host, timekeeper.now());
        return verdict.orElseGet(() -> Verdict.of(Reason.CONNECTION_LOST));
    }

    /** What it means that an exchange ended without a whole reply, or that there was none at all. */
    Verdict verdict(Dialogue.@Nullable Exchange exchange, @Nullable Throwable thrown) {
        if (exchange != null && exchange.garbage() && exchange.phase() == SmtpPhase.CONNECT) {
            return Verdict.of(Reason.NOT_SMTP);
        }
        return Verdict.of(reasonOf(thrown));
    }

    private static Reason reasonOf(@Nullable Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Reason reason = Reason.CONNECTION_LOST;
        Throwable t = thrown;
        while (t != null && seen.add(t) && seen.size() < MAX_DEPTH) {
            Reason more = reasonOfOne(t);
            reason = more == null ? reason : more;
            if (reason == Reason.CERTIFICATE_UNTRUSTED) {
                return reason;
            }
            t = t.getCause();
        }
        return reason;
    }

    /** What this exception alone says, or null if it says nothing. */
    private static @Nullable Reason reasonOfOne(Throwable t) {
        if (t instanceof CertificateException || t instanceof CertPathBuilderException || isUntrusted(t)) {
            return Reason.CERTIFICATE_UNTRUSTED;
        }
        if (t instanceof UnknownHostException) {
            return Reason.HOST_NOT_FOUND;
        }
        if (t instanceof SocketTimeoutException) {
            return Reason.TIMEOUT;
        }
        if (t instanceof ConnectException || t instanceof NoRouteToHostException) {
            return Reason.CONNECTION_REFUSED;
        }
        if (t instanceof EOFException || t instanceof SocketException) {
            return Reason.CONNECTION_LOST;
        }
        if (t instanceof SSLException) {
            return isPlainText(t) ? Reason.NOT_SMTP : Reason.TLS_FAILED;
        }
        return null;
    }

    /** The JDK's words for a server that answers a TLS hello in plain text; there is no type for it. */
    private static boolean isPlainText(Throwable t) {
        String message = t.getMessage();
        return message != null && message.startsWith("Unsupported or unrecognized SSL message");
    }

    /** Angus' own check of the server's identity throws a plain IOException; the last words are those of up to 2.0.2. */
    private static boolean isUntrusted(Throwable t) {
        String message = t.getMessage();
        return t.getClass() == IOException.class
                && message != null
                && (message.startsWith("Server is not trusted")
                        || message.startsWith("Unable to check server identity")
                        || message.startsWith("Can't verify identity of server"));
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.catalogue;

import static io.github.resilience4mail.catalogue.Decision.FIX_CONFIG;
import static io.github.resilience4mail.catalogue.Decision.GIVE_UP;
import static io.github.resilience4mail.catalogue.Decision.RETRY;
import static io.github.resilience4mail.catalogue.DelayClass.DAY;
import static io.github.resilience4mail.catalogue.DelayClass.GREYLIST;
import static io.github.resilience4mail.catalogue.DelayClass.LONG;
import static io.github.resilience4mail.catalogue.DelayClass.MEDIUM;
import static io.github.resilience4mail.catalogue.DelayClass.NOW;
import static io.github.resilience4mail.catalogue.DelayClass.SHORT;
import static io.github.resilience4mail.catalogue.Scope.ACCOUNT;
import static io.github.resilience4mail.catalogue.Scope.CONNECTION;
import static io.github.resilience4mail.catalogue.Scope.DESTINATION;
import static io.github.resilience4mail.catalogue.Scope.MESSAGE;
import static io.github.resilience4mail.catalogue.Scope.RECIPIENT;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cause of a failure. Each reason carries what usually follows from it; a rule of the catalogue may say otherwise
 * for a particular reply.
 */
public enum Reason {
    /** The server is closing, restarting or overloaded. */
    SERVICE_UNAVAILABLE(RETRY, DESTINATION, SHORT),
    /** First contact: the server wants to see a second attempt (RFC 6647). */
    GREYLISTED(RETRY, RECIPIENT, GREYLIST),
    /** Too many messages, recipients or commands in some window of time. */
    THROTTLED(RETRY, DESTINATION, MEDIUM, Trait.THROTTLE),
    /** A quota of connections at once, or of new connections, is used up. */
    TOO_MANY_CONNECTIONS(RETRY, DESTINATION, SHORT, Trait.THROTTLE),
    /** This connection has carried all it may; a new one is welcome. */
    SESSION_LIMIT(RETRY, CONNECTION, NOW),
    /** More recipients than one transaction may have (RFC 5321 section 4.5.3.1.10). */
    TOO_MANY_RECIPIENTS(RETRY, MESSAGE, NOW),
    /** This one mailbox receives more than its server lets through. */
    RECIPIENT_RATE_LIMITED(RETRY, RECIPIENT, MEDIUM),
    /** The account has sent all it may today. */
    SENDING_QUOTA_EXCEEDED(RETRY, ACCOUNT, DAY, Trait.THROTTLE),
    /** Too many logins in too short a time. */
    TOO_MANY_LOGINS(RETRY, ACCOUNT, MEDIUM, Trait.THROTTLE),
    /** The server cannot check passwords just now (RFC 4954 section 6). */
    AUTH_UNAVAILABLE(RETRY, ACCOUNT, SHORT),
    /** The server cannot encrypt just now (RFC 3207 section 4). */
    TLS_UNAVAILABLE(RETRY, CONNECTION, SHORT),
    /** The mailbox is busy or locked. */
    MAILBOX_UNAVAILABLE(RETRY, RECIPIENT, SHORT),
    /** The recipient must make room first. */
    MAILBOX_FULL(RETRY, RECIPIENT, LONG),
    /** The server is out of disk or memory. */
    INSUFFICIENT_STORAGE(RETRY, DESTINATION, MEDIUM),
    /** Something broke inside the server. */
    LOCAL_ERROR(RETRY, DESTINATION, MEDIUM),
    /** The server cannot queue for the requested node (RFC 1985 section 4). */
    QUEUE_UNAVAILABLE(RETRY, DESTINATION, MEDIUM),
    /** The server does not serve the requested node to this client (RFC 1985 section 4). */
    NODE_NOT_ALLOWED(RETRY, DESTINATION, LONG),
    /** The server could not find or reach the next one: DNS, routing, network. */
    ROUTING_FAILURE(RETRY, DESTINATION, MEDIUM),
    /** Held back for now because of what this sender's address or domain has sent before. */
    POOR_REPUTATION(RETRY, DESTINATION, LONG, Trait.THROTTLE),
    /** Nobody listens at this address and port. */
    CONNECTION_REFUSED(RETRY, DESTINATION, SHORT),
    /** The connection broke, or the server closed it without a word. */
    CONNECTION_LOST(RETRY, CONNECTION, SHORT),
    /** The server did not answer in time. */
    TIMEOUT(RETRY, CONNECTION, SHORT),
    /** The server's name has no address: a fault of DNS, or a typing error. */
    HOST_NOT_FOUND(RETRY, DESTINATION, SHORT),
    /** Accepted by itself, but not sent because another recipient was refused and partial sending is off. */
    HELD_BY_OTHERS(RETRY, RECIPIENT, NOW),
    /** Nothing recognisable; decided by the class of the code alone. */
    UNKNOWN(RETRY, RECIPIENT, MEDIUM),

    /** No such mailbox. */
    UNKNOWN_RECIPIENT(GIVE_UP, RECIPIENT, null, Trait.SUPPRESS),
    /** The mailbox exists no longer, or is closed. */
    MAILBOX_DISABLED(GIVE_UP, RECIPIENT, null, Trait.SUPPRESS),
    /** The recipient has moved to another address. */
    RECIPIENT_MOVED(GIVE_UP, RECIPIENT, null, Trait.SUPPRESS),
    /** What stands there is not an address. */
    INVALID_ADDRESS(GIVE_UP, RECIPIENT, null, Trait.SUPPRESS),
    /** The recipient's domain declares that it takes no mail (RFC 7505). */
    DOMAIN_ACCEPTS_NO_MAIL(GIVE_UP, RECIPIENT, null, Trait.SUPPRESS),
    /** This host takes no mail at all (RFC 7504). */
    HOST_ACCEPTS_NO_MAIL(GIVE_UP, DESTINATION, null),
    /** The recipient, or a rule of theirs, does not want mail from this sender. */
    RECIPIENT_REFUSES(GIVE_UP, RECIPIENT, null),
    /** The message is larger than the server or the mailbox accepts (RFC 1870). */
    MESSAGE_TOO_BIG(GIVE_UP, MESSAGE, null),
    /** Taken for spam. */
    SPAM_REJECTED(GIVE_UP, MESSAGE, null),
    /** A virus or a forbidden kind of attachment. */
    VIRUS_DETECTED(GIVE_UP, MESSAGE, null),
    /** Headers or structure are not as the server wants them. */
    MESSAGE_MALFORMED(GIVE_UP, MESSAGE, null),
    /** Something in the content is not wanted there. */
    CONTENT_REJECTED(GIVE_UP, MESSAGE, null),
    /** A rule of the server, not named. */
    POLICY_REJECTED(GIVE_UP, MESSAGE, null),
    /** The message came back to where it had been. */
    MAIL_LOOP(GIVE_UP, MESSAGE, null),
    /** Tried for as long as it was worth. */
    EXPIRED(GIVE_UP, RECIPIENT, null),
    /** A part of the message, such as an attachment, could not be read on the sender's side. */
    MESSAGE_UNREADABLE(GIVE_UP, MESSAGE, null),

    /** The server wants a login first. */
    AUTH_REQUIRED(FIX_CONFIG, ACCOUNT, null),
    /** User name or password are wrong. */
    AUTH_FAILED(FIX_CONFIG, ACCOUNT, null),
    /** The way of logging in is too weak or not allowed for this account. */
    AUTH_MECHANISM_REFUSED(FIX_CONFIG, ACCOUNT, null),
    /** The account must change its password, or log in once in another way, first. */
    PASSWORD_CHANGE_REQUIRED(FIX_CONFIG, ACCOUNT, null),
    /** A login is configured, but the server offers none, or none that this client speaks. */
    AUTH_NOT_OFFERED(FIX_CONFIG, ACCOUNT, null),
    /** The server wants encryption first. */
    TLS_REQUIRED(FIX_CONFIG, ACCOUNT, null),
    /** Encryption is demanded here, but the server does not offer it. */
    TLS_NOT_OFFERED(FIX_CONFIG, ACCOUNT, null),
    /** The server's certificate is not trusted, or not for this name. */
    CERTIFICATE_UNTRUSTED(FIX_CONFIG, ACCOUNT, null),
    /** Client and server found no way to encrypt that both accept. */
    TLS_FAILED(FIX_CONFIG, ACCOUNT, null),
    /** What answers at this port does not speak SMTP, or encrypts where plain text was expected, or the reverse. */
    NOT_SMTP(FIX_CONFIG, ACCOUNT, null),
    /** The server refuses to pass mail on for this client. */
    RELAY_DENIED(FIX_CONFIG, ACCOUNT, null),
    /** The sender's address or domain is refused. */
    SENDER_REJECTED(FIX_CONFIG, MESSAGE, null),
    /** SPF, DKIM or DMARC do not vouch for the sender. */
    SENDER_UNAUTHENTICATED(FIX_CONFIG, ACCOUNT, null),
    /** The sending address has no name in DNS, or one that does not point back. */
    REVERSE_DNS_MISSING(FIX_CONFIG, ACCOUNT, null),
    /** The name given in EHLO is refused. */
    HELO_REJECTED(FIX_CONFIG, ACCOUNT, null),
    /** The sending address or domain is on a list of spam sources or dial-up ranges. */
    BLOCKLISTED(FIX_CONFIG, DESTINATION, null),
    /** A command was not understood. */
    SYNTAX_ERROR(FIX_CONFIG, CONNECTION, null),
    /** A command or parameter is not implemented. */
    COMMAND_NOT_IMPLEMENTED(FIX_CONFIG, CONNECTION, null),
    /** Commands came in the wrong order. */
    BAD_SEQUENCE(FIX_CONFIG, CONNECTION, null),
    /** The message needs an extension that the server does not have, for example SMTPUTF8 (RFC 6531). */
    EXTENSION_MISSING(FIX_CONFIG, MESSAGE, null);

    private enum Trait {
        THROTTLE,
        SUPPRESS
    }

    private final Decision decision;
    private final Scope scope;
    private final @Nullable DelayClass delayClass;
    private final @Nullable Trait trait;

    Reason(Decision decision, Scope scope, @Nullable DelayClass delayClass) {
        this(decision, scope, delayClass, null);
    }

    Reason(Decision decision, Scope scope, @Nullable DelayClass delayClass, @Nullable Trait trait) {
        this.decision = decision;
        this.scope = scope;
        this.delayClass = delayClass;
        this.trait = trait;
    }

    /** {@return what usually follows} */
    public Decision decision() {
        return decision;
    }

    /** {@return whom it usually concerns} */
    public Scope scope() {
        return scope;
    }

    /** {@return how long to wait; empty unless the decision is RETRY} */
    public Optional<DelayClass> delayClass() {
        return Optional.ofNullable(delayClass);
    }

    /** {@return whether the destination asks to be sent less at a time} */
    public boolean throttle() {
        return trait == Trait.THROTTLE;
    }

    /** {@return whether the recipient's address itself is dead} */
    public boolean suppress() {
        return trait == Trait.SUPPRESS;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Reason;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.engine.Transmission;
import io.github.resilience4mail.smtp.SmtpPhase;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.jspecify.annotations.Nullable;

/** How one message is sent once over a transport that may have lost its connection meanwhile. */
final class MessageTransmission implements Transmission {

    /** A server drops an idle client after minutes, a busy one after seconds; and its place is wanted by others. */
    private static final Duration LONGEST_IDLE = Duration.ofSeconds(5);

    private final RetryingSmtpTransport transport;
    private final TransportSettings settings;
    private final MimeMessage message;
    private final String messageId;
    private final Envelope envelope;
    private final Runnable whenConnected;
    private @Nullable Exception ownFault;
    private List<String> onTheWire = List.of();

    MessageTransmission(
            RetryingSmtpTransport transport,
            TransportSettings settings,
            MimeMessage message,
            String messageId,
            Envelope envelope) {
        this(transport, settings, message, messageId, envelope, () -> {});
    }

    MessageTransmission(
            RetryingSmtpTransport transport,
            TransportSettings settings,
            MimeMessage message,
            String messageId,
            Envelope envelope,
            Runnable whenConnected) {
        this.whenConnected = whenConnected;
        this.transport = transport;
        this.settings = settings;
        this.message = message;
        this.messageId = messageId;
        this.envelope = envelope;
    }

    PartialSending partialSending() {
        boolean messageAllows = message instanceof SMTPMessage smtp && smtp.getSendPartial();
        return messageAllows || transport.sendsPartially(settings) ? PartialSending.ALLOWED : PartialSending.FORBIDDEN;
    }

    /** What broke on this side, without a word of the server's in it; or null. */
    @Nullable
    Exception harmlessCause() {
        GuardedSocket socket = transport.guardedSocket();
        IOException socketFailure = socket == null ? null : socket.failure();
        return ownFault == null ? socketFailure : ownFault;
    }

    @Override
    public Map<String, AttemptResult> attempt(List<String> recipients) {
        boolean utf8 = transport.writesUtf8();
        boolean plainSender = !utf8 || isSenderAscii();
        if (utf8 && !(plainSender && recipients.stream().allMatch(AsciiText::isAscii))) {
            ConnectFailure failure = connect();
            if (failure != null) {
                return all(recipients, failure.toResult());
            }
            // Angus would send the bytes all the same, to a server that never agreed to read them (RFC 6531)
            utf8 = transport.supportsExtension("SMTPUTF8");
            if (!utf8 && !plainSender) {
                return all(recipients, without(Reason.EXTENSION_MISSING));
            }
        }
        return attempt(recipients, utf8);
    }

    private Map<String, AttemptResult> attempt(List<String> recipients, boolean utf8) {
        InternetAddress[] written = envelope.onTheWire(recipients, utf8);
        if (written.length == recipients.size()) {
            return attemptAll(recipients, written);
        }
        List<String> writable = recipients.stream()
                .filter(r -> envelope.onTheWire(r, utf8) != null)
                .toList();
        boolean together = partialSending() == PartialSending.FORBIDDEN;
        Map<String, AttemptResult> results = all(recipients, without(Reason.EXTENSION_MISSING));
        if (together) {
            results.putAll(all(writable, without(Reason.HELD_BY_OTHERS)));
        } else if (!writable.isEmpty()) {
            results.putAll(attemptAll(writable, written));
        }
        return results;
    }

    private boolean isSenderAscii() {
        try {
            String sender = transport.sender(message);
            return sender == null || AsciiText.isAscii(sender);
        } catch (MessagingException e) {
            // whoever writes the message finds the same
            return true;
        }
    }

    private @Nullable ConnectFailure connect() {
        synchronized (transport) {
            return transport.isOpen() ? null : open();
        }
    }

    /** What is decided without asking the server. */
    private static AttemptResult without(Reason reason) {
        return AttemptResult.refused(SmtpPhase.RCPT, null, Verdict.of(reason));
    }

    /** Whom the server has taken of those that were named to it. */
    List<String> taken() {
        List<Dialogue.Exchange> answers = transport.dialogue().in(SmtpPhase.RCPT);
        List<String> taken = new ArrayList<>(onTheWire.size());
        for (int i = 0; i < onTheWire.size(); i++) {
            if (i >= answers.size() || !answers.get(i).isRefusal()) {
                taken.add(onTheWire.get(i));
            }
        }
        return taken;
    }

    private Map<String, AttemptResult> attemptAll(List<String> recipients, InternetAddress[] written) {
        onTheWire = recipients;
        synchronized (transport) {
            boolean reused = transport.isReused();
            ConnectFailure failure = connect();
            if (failure != null) {
                return all(recipients, failure.toResult());
            }
            AttemptReader reader = sendOnce(written);
            if (reused && reader.foundStaleConnection()) {
                // it died while nobody used it, which says nothing about this message
                failure = open();
                if (failure != null) {
                    return all(recipients, failure.toResult());
                }
                reader = sendOnce(written);
            }
            return reader.results(recipients, partialSending());
        }
    }

    private @Nullable ConnectFailure open() {
        ConnectFailure failure = transport.open(settings);
        if (failure == null) {
            whenConnected.run();
        }
        return failure;
    }

    private AttemptReader sendOnce(InternetAddress[] to) {
        MessagingException lastThrown = transport.sendOnce(settings, message, messageId, to);
        GuardedSocket socket = transport.guardedSocket();
        AttemptReader reader = new AttemptReader(
                transport.dialogue(),
                new FailureTranslator(settings, transport.host()),
                lastThrown,
                socket == null ? null : socket.failure());
        ownFault = reader.ownFault() instanceof Exception fault ? fault : null;
        if (reader.leavesConnectionUnusable() || transport.isOutOfStep()) {
            transport.drop();
        }
        return reader;
    }

    private static Map<String, AttemptResult> all(List<String> recipients, AttemptResult result) {
        Map<String, AttemptResult> results = new LinkedHashMap<>();
        recipients.forEach(r -> results.put(r, result));
        return results;
    }

    @Override
    public void beforeWait(Duration wait) {
        if (wait.compareTo(LONGEST_IDLE) > 0) {
            transport.hangUp();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpReply;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a bounce says about one recipient. Immutable. Strangers wrote the bounce: all text but that of the reply has been
 * made printable, and the reply is when printed.
 */
public final class BounceReport {

    private static final int MAX_ADDRESS = 320;
    private static final int MAX_NAME = 255;
    private static final int MAX_ID = 998;

    private final BounceKind kind;
    private final @Nullable String recipient;
    private final @Nullable SmtpReply reply;
    private final @Nullable Verdict verdict;
    private final @Nullable String messageId;
    private final @Nullable String reportingMta;
    private final @Nullable String problem;
    private final BounceTrace trace;

    private BounceReport(Builder builder) {
        kind = builder.kind;
        recipient = printable(builder.recipient, MAX_ADDRESS);
        reply = builder.reply;
        verdict = builder.verdict;
        messageId = printable(builder.messageId, MAX_ID);
        reportingMta = printable(builder.reportingMta, MAX_NAME);
        problem = builder.problem;
        trace = builder.trace;
    }

    private static @Nullable String printable(@Nullable String text, int maxLength) {
        return text == null || text.isBlank() ? null : PrintableText.of(text, maxLength);
    }

    static Builder builder(BounceKind kind) {
        return new Builder(kind);
    }

    /** {@return what came back} */
    public BounceKind kind() {
        return kind;
    }

    /**
     * The recipient to whom the message was sent. Where the address was forwarded, it is the one that the sender knows,
     * if the bounce names it.
     *
     * @return the address; empty if the bounce names none
     */
    public Optional<String> recipient() {
        return Optional.ofNullable(recipient);
    }

    /** {@return what the server said; empty unless the kind is FAILED or DELAYED, or if nothing is quoted} */
    public Optional<SmtpReply> reply() {
        return Optional.ofNullable(reply);
    }

    /** {@return what it means and what to do; empty unless the kind is FAILED or DELAYED} */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** {@return the Message-ID of the message that was sent, with its brackets; empty if the bounce does not tell} */
    public Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    /** {@return the name of the server that reports; empty if it does not say} */
    public Optional<String> reportingMta() {
        return Optional.ofNullable(reportingMta);
    }

    /**
     * The recipient as the sender's server gave it (ORCPT of RFC 3461), without the encoding of that parameter.
     *
     * @return the address; empty unless a delivery report names it
     */
    public Optional<String> originalRecipient() {
        return Optional.ofNullable(printable(trace.originalRecipient(), MAX_ADDRESS));
    }

    /**
     * The recipient as the reporting server knew it: where mail is forwarded, another than {@link #recipient()}.
     *
     * @return the address; empty unless a delivery report names it
     */
    public Optional<String> finalRecipient() {
        return Optional.ofNullable(printable(trace.finalRecipient(), MAX_ADDRESS));
    }

    /** {@return what the sender called the transaction (ENVID of RFC 3461), without the encoding of that parameter} */
    public Optional<String> envelopeId() {
        return Optional.ofNullable(printable(trace.envelopeId(), MAX_ID));
    }

    /** {@return when the message came to the server that reports; empty if it does not say} */
    public Optional<Instant> arrivedAt() {
        return Optional.ofNullable(trace.arrivedAt());
    }

    /** {@return when the server that reports last tried to deliver it; empty if it does not say} */
    public Optional<Instant> lastAttemptAt() {
        return Optional.ofNullable(trace.lastAttemptAt());
    }

    /** {@return until when a server goes on trying (RFC 3464); empty unless the kind is DELAYED, or if it does not say} */
    public Optional<Instant> willRetryUntil() {
        return Optional.ofNullable(kind == BounceKind.DELAYED ? trace.willRetryUntil() : null);
    }

    /** The same about another recipient. */
    BounceReport about(String otherRecipient) {
        Builder copy = new Builder(kind);
        copy.recipient = otherRecipient;
        copy.reply = reply;
        copy.verdict = verdict;
        copy.messageId = messageId;
        copy.reportingMta = reportingMta;
        copy.problem = problem;
        copy.trace = trace;
        return copy.build();
    }

    /** {@return why it is not understood, half a sentence; empty unless the kind is UNREADABLE} */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /** {@return the kind, the recipient and the verdict, for logs} */
    @Override
    public String toString() {
        return kind
                + recipient().map(address -> " " + address).orElse("")
                + verdict().map(found -> ": " + found).orElse("")
                + problem().map(sentence -> ": " + sentence).orElse("");
    }

    /** Collects what is known. */
    static final class Builder {

        private final BounceKind kind;
        private @Nullable String recipient;
        private @Nullable SmtpReply reply;
        private @Nullable Verdict verdict;
        private @Nullable String messageId;
        private @Nullable String reportingMta;
        private @Nullable String problem;
        private BounceTrace trace = BounceTrace.NONE;

        private Builder(BounceKind kind) {
            this.kind = kind;
        }

        Builder recipient(@Nullable String value) {
            recipient = value;
            return this;
        }

        Builder reply(@Nullable SmtpReply value) {
            reply = value;
            return this;
        }

        Builder verdict(@Nullable Verdict value) {
            verdict = value;
            return this;
        }

        Builder messageId(@Nullable String value) {
            messageId = value;
            return this;
        }

        Builder reportingMta(@Nullable String value) {
            reportingMta = value;
            return this;
        }

        Builder problem(String value) {
            problem = value;
            return this;
        }

        Builder trace(BounceTrace value) {
            trace = value;
            return this;
        }

        BounceReport build() {
            return new BounceReport(this);
        }
    }
}

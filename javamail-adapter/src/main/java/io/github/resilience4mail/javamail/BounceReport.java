/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.smtp.PrintableText;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a bounce says about one recipient. Immutable. Strangers wrote the bounce: all text but that of the reply has been
 * made printable, and the reply is when printed.
 */
public final class BounceReport {

    private static final int MAX_ADDRESS = 320;
    private static final int MAX_NAME = 255;
    private static final int MAX_MESSAGE_ID = 998;

    private final BounceKind kind;
    private final @Nullable String recipient;
    private final @Nullable SmtpReply reply;
    private final @Nullable Verdict verdict;
    private final @Nullable String messageId;
    private final @Nullable String reportingMta;
    private final @Nullable String problem;

    private BounceReport(Builder builder) {
        kind = builder.kind;
        recipient = printable(builder.recipient, MAX_ADDRESS);
        reply = builder.reply;
        verdict = builder.verdict;
        messageId = printable(builder.messageId, MAX_MESSAGE_ID);
        reportingMta = printable(builder.reportingMta, MAX_NAME);
        problem = builder.problem;
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

    /** {@return the Message-ID of the message that was sent, with its brackets; empty if it is not quoted} */
    public Optional<String> messageId() {
        return Optional.ofNullable(messageId);
    }

    /** {@return the name of the server that reports; empty if it does not say} */
    public Optional<String> reportingMta() {
        return Optional.ofNullable(reportingMta);
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

        BounceReport build() {
            return new BounceReport(this);
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.engine.AttemptResult;
import io.github.resilience4mail.engine.Delivery.PartialSending;
import io.github.resilience4mail.engine.DeliveryEngine;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.FailureSummary;
import io.github.resilience4mail.engine.Transmission;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.smtp.SmtpReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

/**
 * Retries what another mail sender does by whatever means, for example by a provider's API. All that is known of a failure is
 * its exception: if that quotes an SMTP reply, the reply decides; if not, nobody can tell whether the message has been
 * taken, and it is not sent again.
 */
final class RetryingMailSender implements MailSender {

    private static final String REFUSED_LOGIN = "535 5.7.8 ";
    private static final SmtpReply TAKEN = SmtpReply.parse("250 2.0.0 taken by the sender");
    private static final int MAX_DEPTH = 20;

    private final MailSender sender;
    private final DeliveryEngine engine;

    RetryingMailSender(MailSender sender, MailRetryPolicy policy, MailRuntime runtime) {
        this.sender = sender;
        this.engine = new DeliveryEngine(
                // the sender makes another message each time, so no receiver could tell two copies
                policy.toBuilder().onUnknown(OnUnknown.REPORT).build(),
                runtime.timekeeper(),
                runtime.registry(),
                "mail-" + sender.getClass().getSimpleName(),
                runtime.listeners());
    }

    @Override
    public void send(SimpleMailMessage... messages) throws MailException {
        List<FailedMessage> failures = new ArrayList<>();
        List<DeliveryReport> reports = new ArrayList<>();
        for (SimpleMailMessage message : messages) {
            OneMessage one = new OneMessage(message);
            DeliveryReport report = engine.run(
                    engine.begin(
                            "",
                            one.recipients(),
                            PartialSending.FORBIDDEN,
                            engine.policy().deadline()),
                    one);
            reports.add(report);
            if (!report.isDelivered()) {
                failures.add(new FailedMessage(message, one.failure()));
            }
        }
        if (!failures.isEmpty()) {
            throw new MailDeliveryFailedException(text(reports), failures.get(0).exception(), failures, reports);
        }
    }

    private static String text(List<DeliveryReport> reports) {
        return reports.stream()
                .filter(report -> !report.isDelivered())
                .map(report -> new FailureSummary(report, Locale.ENGLISH).toString())
                .distinct()
                .collect(Collectors.joining("; "));
    }

    /** Sends one message, to all of its recipients. */
    private final class OneMessage implements Transmission {

        private final SimpleMailMessage message;
        private @Nullable MailException thrown;

        OneMessage(SimpleMailMessage message) {
            this.message = message;
        }

        List<String> recipients() {
            List<String> recipients = Stream.of(message.getTo(), message.getCc(), message.getBcc())
                    .filter(list -> list != null)
                    .flatMap(Stream::of)
                    .toList();
            if (recipients.isEmpty()) {
                throw new MailParseException("the message has no recipients: set at least one");
            }
            return recipients;
        }

        MailException failure() {
            if (thrown == null) {
                throw new IllegalStateException("only what was tried can fail");
            }
            return thrown;
        }

        @Override
        public Map<String, AttemptResult> attempt(List<String> recipients) {
            AttemptResult result = attempt();
            return recipients.stream().distinct().collect(Collectors.toMap(Function.identity(), recipient -> result));
        }

        private AttemptResult attempt() {
            try {
                sender.send(message);
                return AttemptResult.accepted(TAKEN);
            } catch (MailException e) {
                thrown = e;
                return meaning(e);
            }
        }
    }

    private static AttemptResult meaning(MailException e) {
        if (e instanceof MailParseException || e instanceof MailPreparationException) {
            return refused(SmtpPhase.DATA, SmtpReply.parse("554 5.6.0 The message cannot be made"));
        }
        Optional<SmtpReply> quoted = quoted(e);
        if (e instanceof MailAuthenticationException) {
            return refused(SmtpPhase.AUTH, quoted.orElseGet(() -> SmtpReply.parse(REFUSED_LOGIN + e.getMessage())));
        }
        return quoted.map(reply -> refused(SmtpPhase.END_OF_DATA, reply))
                .orElseGet(() -> AttemptResult.unknown(verdict(SmtpReply.parse(String.valueOf(e.getMessage())), null)));
    }

    private static AttemptResult refused(SmtpPhase phase, SmtpReply reply) {
        return AttemptResult.refused(phase, reply, verdict(reply, phase));
    }

    private static Verdict verdict(SmtpReply reply, @Nullable SmtpPhase phase) {
        return ReplyCatalogue.standard()
                .classify(reply, phase, null)
                .orElseThrow(() -> new IllegalStateException("a failure has a meaning: " + reply));
    }

    /** The first reply that is found in the exceptions. */
    private static Optional<SmtpReply> quoted(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(MAX_DEPTH)
                .map(Throwable::getMessage)
                .filter(text -> text != null)
                .map(SmtpReply::parse)
                .filter(reply -> reply.isTransient() || reply.isPermanent())
                .findFirst();
    }
}

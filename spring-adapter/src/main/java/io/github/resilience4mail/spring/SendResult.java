/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.FailureSummary;
import io.github.resilience4mail.javamail.MailFailure;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/**
 * What came of one call of Spring's sender: what it threw, put right by what was heard meanwhile. Spring forgets what it
 * has delivered if a login fails between two messages, and calls messages failed whose delivery it was told of by an
 * exception, or whose connection did not end in good order.
 */
final class SendResult {

    private static final int MAX_CAUSES = 5;

    private final List<@Nullable DeliveryReport> reports;
    private final @Nullable MailException thrown;
    private final Locale locale;
    private final List<Optional<FailedMessage>> failures = new ArrayList<>();

    SendResult(
            MimeMessage[] messages,
            Object[] originals,
            List<@Nullable DeliveryReport> reports,
            @Nullable MailException thrown,
            Locale locale) {
        this.reports = reports;
        this.thrown = thrown;
        this.locale = locale;
        for (int i = 0; i < messages.length; i++) {
            Object original = originals[i];
            failures.add(exception(messages[i], reports.get(i)).map(e -> new FailedMessage(original, e)));
        }
    }

    private Optional<Exception> exception(MimeMessage message, @Nullable DeliveryReport report) {
        if (thrown == null || (report != null && report.isDelivered())) {
            return Optional.empty();
        }
        if (thrown instanceof MailSendException failed) {
            Map<Object, Exception> known = failed.getFailedMessages();
            return Optional.ofNullable(known.get(message));
        }
        return Optional.of(report == null ? cause(thrown) : lost(report));
    }

    /** In place of the exception that Spring forgot when the login failed. */
    private Exception lost(DeliveryReport report) {
        return new SendFailedException(new FailureSummary(report, locale).toString());
    }

    private static Exception cause(Exception thrown) {
        return thrown.getCause() instanceof Exception cause ? cause : thrown;
    }

    /** The failure of a message, or empty if there was none. */
    Optional<FailedMessage> failure(int index) {
        return failures.get(index);
    }

    void throwIfFailed() {
        if (thrown == null) {
            return;
        }
        List<DeliveryReport> known = reports.stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        List<FailedMessage> failed = failures.stream().flatMap(Optional::stream).toList();
        if (failed.isEmpty() && known.size() == reports.size()) {
            return; // all were delivered, whatever happened then
        }
        if (failed.isEmpty()) {
            throw thrown; // by somebody who knows other things than we do
        }
        if (known.isEmpty() && thrown instanceof MailAuthenticationException && isAboutTheLogin(thrown)) {
            Exception cause = cause(thrown);
            throw new MailAuthenticationException(String.valueOf(cause.getMessage()), cause);
        }
        Throwable cause = thrown.getCause() == null ? failed.get(0).exception() : thrown.getCause();
        throw new MailDeliveryFailedException(text(failed), cause, failed, known);
    }

    /** A server that is busy, or gone, in the middle of a login says nothing about the password. */
    private static boolean isAboutTheLogin(MailException thrown) {
        return MailFailure.of(thrown)
                .filter(f -> f.verdict().decision() == Decision.RETRY)
                .isEmpty();
    }

    private String text(List<FailedMessage> failed) {
        String causes = failed.stream()
                .map(f -> String.valueOf(f.exception().getMessage()))
                .distinct()
                .limit(MAX_CAUSES)
                .collect(Collectors.joining("; "));
        return failures.size() == 1
                ? causes
                : "Failed messages: " + failed.size() + " of " + failures.size() + ". " + causes;
    }
}

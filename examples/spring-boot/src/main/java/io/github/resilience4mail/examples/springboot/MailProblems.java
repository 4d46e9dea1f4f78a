/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.engine.RecipientReport;
import io.github.resilience4mail.spring.MailDeliveryFailedException;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.mail.MailAuthenticationException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers the shop's customers when a mail could not be sent: an address that does not exist is theirs to put right, all
 * else is ours, and none of their business in detail.
 */
@RestControllerAdvice
final class MailProblems {

    @ExceptionHandler
    ProblemDetail notDelivered(MailDeliveryFailedException failure) {
        List<RecipientReport> recipients = failure.getReports().stream()
                .map(DeliveryReport::recipients)
                .flatMap(List::stream)
                .toList();
        boolean deadAddress = recipients.stream().anyMatch(MailProblems::isDead);
        return deadAddress
                ? ProblemDetail.forStatusAndDetail(
                        HttpStatus.UNPROCESSABLE_CONTENT, "There is no such mail address: please correct it.")
                : unavailable();
    }

    private static boolean isDead(RecipientReport recipient) {
        return recipient.outcome() == Outcome.GIVEN_UP
                && recipient.verdict().filter(verdict -> verdict.suppress()).isPresent();
    }

    @ExceptionHandler
    ProblemDetail cannotLogIn(MailAuthenticationException failure) {
        return unavailable();
    }

    private static ProblemDetail unavailable() {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "We cannot send mail at present: please try again later.");
    }
}

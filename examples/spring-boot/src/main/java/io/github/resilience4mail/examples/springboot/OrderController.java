/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import io.github.resilience4mail.spring.AsyncMailSender;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.mail.MailException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders and confirms them by mail. */
@RestController
class OrderController {

    private final JavaMailSender mail;
    private final AsyncMailSender asyncMail;

    OrderController(JavaMailSender mail, AsyncMailSender asyncMail) {
        this.mail = mail;
        this.asyncMail = asyncMail;
    }

    /** The customer waits until the mail server has the confirmation. */
    @PostMapping("/orders")
    String order(@RequestParam String customer) {
        mail.send(confirmation(customer));
        return "confirmed";
    }

    /** The customer waits too, but no thread does. */
    @PostMapping("/orders/async")
    CompletableFuture<String> orderWithoutWaiting(@RequestParam String customer) {
        return asyncMail
                .send(confirmation(customer))
                .thenApply(report -> report.isDelivered() ? "confirmed" : "not confirmed");
    }

    private static SimpleMailMessage confirmation(String customer) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("orders@shop.example");
        message.setTo(customer);
        message.setSubject("Your order");
        message.setText("Thank you. We have received your order.\n");
        return message;
    }

    /** The exception says what it means and what to do. It is meant for the shop; customers need not read it. */
    @ExceptionHandler
    ProblemDetail mailFailed(MailException failure) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, String.valueOf(failure.getMessage()));
    }
}

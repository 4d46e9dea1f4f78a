/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.springboot;

import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Takes orders, and confirms each by mail. */
@RestController
final class OrderController {

    private final JavaMailSender mailSender;

    OrderController(JavaMailSender mailSender) {
        this.mailSender = mailSender;
    }

    /**
     * An order.
     *
     * @param customer the mail address
     * @param item what is bought
     */
    record Order(String customer, String item) {}

    @PostMapping("/orders")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, String> order(@RequestBody Order order) {
        SimpleMailMessage message = new SimpleMailMessage();
        message.setFrom("shop@shop.example");
        message.setTo(order.customer());
        message.setSubject("Your order");
        message.setText("Thank you for ordering: " + order.item() + "\n");
        mailSender.send(message);
        return Map.of("confirmed", order.item());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import org.simplejavamail.api.email.Email;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;

/** Sends with Simple Java Mail. */
final class SimpleJavaMail {

    private SimpleJavaMail() {}

    static void send(Desk desk) {
        Email email = EmailBuilder.startingBlank()
                .from("orders@shop.example")
                .to("ann@rcv.example")
                .withSubject("Your order")
                .withPlainText("It is on its way.")
                .buildEmail();
        MailerBuilder.withSMTPServer(Desk.HOST, desk.port())
                .buildMailer()
                .sendMail(email)
                .join();
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package com.example.oldshop;

import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;

/** Sends an invoice. */
final class Attachments {

    private Attachments() {}

    static void send(Desk desk) throws MessagingException {
        Session session = desk.session();
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Please find our invoice attached.\n");
        MimeBodyPart invoice = new MimeBodyPart();
        invoice.setDataHandler(new DataHandler(new ByteArrayDataSource(new byte[100_000], "application/pdf")));
        invoice.setFileName("invoice.pdf");
        MimeMessage message = desk.message(session, "ann@rcv.example");
        message.setContent(new MimeMultipart(text, invoice));
        Transport.send(message);
    }
}

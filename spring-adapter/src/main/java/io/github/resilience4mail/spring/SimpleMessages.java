/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import jakarta.mail.internet.MimeMessage;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMailMessage;

/** Simple messages as what is sent. */
final class SimpleMessages {

    private SimpleMessages() {}

    /** A new message of this sender's session, which says what the simple one says. */
    static MimeMessage mime(JavaMailSender sender, SimpleMailMessage message) {
        MimeMailMessage mime = new MimeMailMessage(sender.createMimeMessage());
        message.copyTo(mime);
        return mime.getMimeMessage();
    }
}

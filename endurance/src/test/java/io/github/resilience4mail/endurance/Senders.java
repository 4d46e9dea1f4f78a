/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Phaser;
import org.springframework.boot.autoconfigure.mail.MailSenderAutoConfiguration;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** All that sends in an application that lives long: each is made once. */
final class Senders implements AutoCloseable {

    private final Session session;
    private final Tally tally;
    private final BulkSender bulk;
    private final AnnotationConfigApplicationContext spring;
    private final List<Work> all = new ArrayList<>();
    private final List<Transport> kept = new ArrayList<>();

    /** What one of them does in a round. */
    @FunctionalInterface
    interface Work {
        /**
         * Sends until a time has come, and until the last letter has ended.
         *
         * @param end by {@link System#nanoTime()}
         */
        void run(long end) throws Exception;
    }

    Senders(Session session, MailRetryPolicy policy, Tally tally) throws MessagingException {
        this.session = session;
        this.tally = tally;
        bulk = BulkSender.builder(session)
                .policy(policy)
                .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                .lanes(2)
                .lanesInAll(4)
                .queue(100)
                .idle(Duration.ofHours(1))
                .build();
        spring = new AnnotationConfigApplicationContext();
        spring.registerBean(JavaMailSenderImpl.class, () -> {
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setSession(session);
            return sender;
        });
        spring.register(
                MailSenderAutoConfiguration.class, io.github.resilience4mail.spring.MailRetryAutoConfiguration.class);
        spring.refresh();
        all.add(this::sendInBulk);
        for (int i = 0; i < 2; i++) {
            RetryingSmtpTransport transport = (RetryingSmtpTransport) session.getTransport("smtp");
            kept.add(transport);
            all.add(end -> sendOver(transport, end));
            all.add(this::sendEachOnItsOwn);
        }
        all.add(this::sendBySpring);
    }

    List<Work> all() {
        return all;
    }

    private static boolean isBefore(long end) {
        return System.nanoTime() - end < 0;
    }

    private void sendInBulk(long end) throws Exception {
        Phaser open = new Phaser(1);
        while (isBefore(end)) {
            Letter letter = tally.next();
            int unused = open.register();
            var ended = bulk.submit(letter.message(session))
                    .thenAccept(report -> Ending.of(letter, report, tally::ended))
                    .whenComplete((nothing, failure) -> open.arriveAndDeregister());
        }
        int unused = open.arriveAndAwaitAdvance();
    }

    private void sendOver(RetryingSmtpTransport transport, long end) throws Exception {
        while (isBefore(end)) {
            Letter letter = tally.next();
            MimeMessage message = letter.message(session);
            try {
                if (!transport.isConnected()) {
                    transport.connect();
                }
                transport.sendMessage(message, message.getAllRecipients());
                Ending.of(letter, transport.getLastReport().orElseThrow(), tally::ended);
            } catch (MessagingException e) {
                Ending.failed(letter, e, tally::ended);
            }
        }
    }

    private void sendEachOnItsOwn(long end) throws Exception {
        while (isBefore(end)) {
            Letter letter = tally.next();
            MimeMessage message = letter.message(session);
            try {
                Transport.send(message);
                Ending.delivered(letter, message.getMessageID(), tally::ended);
            } catch (MessagingException e) {
                Ending.failed(letter, e, tally::ended);
            }
        }
    }

    private void sendBySpring(long end) throws Exception {
        JavaMailSenderImpl sender = spring.getBean(JavaMailSenderImpl.class);
        while (isBefore(end)) {
            Letter letter = tally.next();
            MimeMessage message = letter.message(sender.getSession());
            try {
                sender.send(message);
                Ending.delivered(letter, message.getMessageID(), tally::ended);
            } catch (MailException e) {
                Ending.failed(letter, cause(e), tally::ended);
            }
        }
    }

    private static Exception cause(MailException e) {
        if (e instanceof MailSendException failed && failed.getMessageExceptions().length > 0) {
            return failed.getMessageExceptions()[0];
        }
        return e.getCause() instanceof Exception cause ? cause : e;
    }

    @Override
    public void close() throws MessagingException {
        bulk.close();
        spring.close();
        for (Transport transport : kept) {
            transport.close();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.engine.DeliveryEvent.RecipientSettled;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;

/** A way of sending: each tells in its own manner how a letter ended. */
enum Host {
    /** Many lanes, a future for each message. */
    BULK_SENDER {
        @Override
        void send(Session session, MailRetryPolicy policy, Iterator<Letter> letters, Register register)
                throws Exception {
            try (BulkSender sender = BulkSender.builder(session)
                    .policy(policy)
                    .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                    .lanes(2)
                    .lanesInAll(THREADS)
                    .queue(200)
                    .idle(Duration.ofHours(1))
                    .listener(event -> {
                        if (event instanceof RecipientSettled settled) {
                            register.told(
                                    settled.messageId(), settled.recipient().recipient());
                        }
                    })
                    .build()) {
                Phaser open = new Phaser(1);
                while (letters.hasNext()) {
                    Letter letter = letters.next();
                    int unused = open.register();
                    CompletableFuture<Void> ended = sender.submit(letter.message(session))
                            .thenAccept(report -> Ending.of(letter, report, register::ended))
                            .whenComplete((nothing, failure) -> {
                                register.failed(failure);
                                open.arriveAndDeregister();
                            });
                }
                open.arriveAndAwaitAdvance();
            }
        }
    },

    /** A few threads, each with a transport that it keeps. */
    KEPT_TRANSPORTS {
        @Override
        void send(Session session, MailRetryPolicy policy, Iterator<Letter> letters, Register register)
                throws Exception {
            Crew.of(THREADS, letters).work(queue -> {
                RetryingSmtpTransport transport = (RetryingSmtpTransport) session.getTransport("smtp");
                try (transport) {
                    for (Letter letter = queue.next(); letter != null; letter = queue.next()) {
                        MimeMessage message = letter.message(session);
                        try {
                            if (!transport.isConnected()) {
                                transport.connect();
                            }
                            transport.sendMessage(message, message.getAllRecipients());
                            Ending.of(letter, transport.getLastReport().orElseThrow(), register::ended);
                        } catch (MessagingException e) {
                            Ending.failed(letter, e, register::ended);
                        }
                    }
                }
            });
        }
    },

    /** As programs do that know nothing of us: a connection for each message. */
    TRANSPORT_SEND {
        @Override
        void send(Session session, MailRetryPolicy policy, Iterator<Letter> letters, Register register)
                throws Exception {
            Crew.of(THREADS, letters).work(queue -> {
                for (Letter letter = queue.next(); letter != null; letter = queue.next()) {
                    MimeMessage message = letter.message(session);
                    try {
                        Transport.send(message);
                        Ending.delivered(letter, message.getMessageID(), register::ended);
                    } catch (MessagingException e) {
                        Ending.failed(letter, e, register::ended);
                    }
                }
            });
        }
    };

    static final int THREADS = 8;

    /** Who is told how it went; from several threads. */
    interface Register {

        /** A letter ended for a recipient. */
        void ended(Ending ending);

        /** A listener heard of a recipient. */
        default void told(String messageId, String recipient) {}

        /** A future ended; null if that was in order. */
        default void failed(Throwable failure) {
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Sends them all, and returns when the last one has ended. */
    abstract void send(Session session, MailRetryPolicy policy, Iterator<Letter> letters, Register register)
            throws Exception;
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.benchmarks;

import io.github.resilience4mail.javamail.BulkReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.simplejavamail.api.email.Email;
import org.simplejavamail.api.mailer.Mailer;
import org.simplejavamail.email.EmailBuilder;
import org.simplejavamail.mailer.MailerBuilder;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Those who send many messages over some connections. */
enum Peer {
    /** Ours, with the next envelope behind each final dot. */
    OURS_FULL("ours, pipelining full") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            return bulk(port, connections, "full");
        }
    },
    /** Ours, as it is without any setting. */
    OURS("ours, pipelining envelope") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            return bulk(port, connections, "envelope");
        }
    },
    /** Ours, one command at a time. */
    OURS_OFF("ours, pipelining off") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            return bulk(port, connections, "off");
        }
    },
    /** What is possible by hand with Angus Mail. */
    ANGUS_KEPT("Angus kept open by hand") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            Session session = Side.PLAIN.session(port);
            BlockingQueue<Transport> idle = new LinkedBlockingQueue<>();
            for (int i = 0; i < connections; i++) {
                Transport transport = session.getTransport("smtp");
                transport.connect();
                idle.add(transport);
            }
            Crew crew = new Crew(connections);
            return new Fleet(
                    count -> crew.ready(Way.messages(session, count), message -> {
                        Transport transport = idle.take();
                        transport.sendMessage(message, message.getAllRecipients());
                        idle.add(transport);
                    }),
                    () -> {
                        crew.close();
                        for (Transport transport : idle) {
                            transport.close();
                        }
                    });
        }
    },
    /** What most programs do. */
    TRANSPORT_SEND("Transport.send") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            Session session = Side.PLAIN.session(port);
            Crew crew = new Crew(connections);
            return new Fleet(count -> crew.ready(Way.messages(session, count), Transport::send), crew::close);
        }
    },
    /** Spring's sender, with fifty messages a call. */
    SPRING("JavaMailSenderImpl, batches") {
        @Override
        Fleet fleet(int port, int connections) throws MessagingException {
            Session session = Side.PLAIN.session(port);
            JavaMailSenderImpl sender = new JavaMailSenderImpl();
            sender.setSession(session);
            Crew crew = new Crew(connections);
            return new Fleet(
                    count -> {
                        List<MimeMessage> messages = Way.messages(session, count);
                        int size = Math.max(1, Math.min(50, count / connections));
                        return crew.ready(
                                Crew.batches(messages, size), batch -> sender.send(batch.toArray(new MimeMessage[0])));
                    },
                    crew::close);
        }
    },
    /** With its batch module. */
    SIMPLE_JAVA_MAIL("Simple Java Mail, batch module") {
        @Override
        Fleet fleet(int port, int connections) {
            Mailer mailer = MailerBuilder.withSMTPServer("127.0.0.1", port)
                    .withThreadPoolSize(connections)
                    .withThreadPoolKeepAliveTime(60_000)
                    .withConnectionPoolCoreSize(connections)
                    .withConnectionPoolMaxSize(connections)
                    .withProperty("mail.smtp.localhost", "client.example")
                    .withProperty("mail.smtp.retry.enabled", "false")
                    .clearEmailValidator()
                    .async()
                    .buildMailer();
            return new Fleet(
                    count -> {
                        List<Email> emails = new ArrayList<>(count);
                        for (int i = 0; i < count; i++) {
                            emails.add(EmailBuilder.startingBlank()
                                    .from("shop@client.example")
                                    .to("jane" + i + "@rcv.example")
                                    .withSubject("Your order no. " + i)
                                    .withPlainText(Way.TEXT)
                                    .buildEmail());
                        }
                        return () -> CompletableFuture.allOf(
                                        emails.stream().map(mailer::sendMail).toArray(CompletableFuture<?>[]::new))
                                .get();
                    },
                    () -> mailer.shutdownConnectionPool().get());
        }
    },
    /** Not on Jakarta Mail at all. */
    VERTX("Vert.x mail client") {
        @Override
        Fleet fleet(int port, int connections) {
            Vertx vertx = Vertx.vertx();
            MailConfig config = new MailConfig("127.0.0.1", port)
                    .setOwnHostname("client.example")
                    .setMaxPoolSize(connections);
            MailClient client = MailClient.create(vertx, config);
            return new Fleet(count -> ready(client, count, connections), () -> {
                client.close();
                vertx.close().toCompletionStage().toCompletableFuture().get();
            });
        }

        private Work ready(MailClient client, int count, int connections) {
            List<MailMessage> messages = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                messages.add(new MailMessage(
                        "shop@client.example", "jane" + i + "@rcv.example", "Your order no. " + i, Way.TEXT));
            }
            Semaphore room = new Semaphore(2 * connections);
            return () -> {
                for (MailMessage message : messages) {
                    room.acquire();
                    Future<MailResult> unused = client.sendMail(message).onComplete(result -> room.release());
                }
                room.acquire(2 * connections);
            };
        }
    };

    private final String title;

    Peer(String title) {
        this.title = title;
    }

    /** Work that may fail in any way. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Makes so many messages; the work is to send them, and is done when all have been answered. */
    @FunctionalInterface
    interface Sender {
        Work ready(int count) throws Exception;
    }

    /**
     * One who is ready to send.
     *
     * @param sender sends
     * @param end closes
     */
    record Fleet(Sender sender, Work end) {}

    private static Fleet bulk(int port, int connections, String pipelining) throws MessagingException {
        Session session = Side.OURS.session(port);
        session.getProperties().setProperty("mail.smtp.retry.pipelining", pipelining);
        BulkSender sender = BulkSender.builder(session)
                .lanes(connections)
                .idle(Duration.ofMinutes(5))
                .messagesPerConnection(1_000_000)
                .build();
        return new Fleet(
                count -> {
                    List<MimeMessage> messages = Way.messages(session, count);
                    return () -> {
                        BulkReport report = sender.sendAll(messages.iterator());
                        if (!report.notDelivered().isEmpty()) {
                            throw new IllegalStateException(report.toString());
                        }
                    };
                },
                sender::close);
    }

    abstract Fleet fleet(int port, int connections) throws MessagingException;

    String title() {
        return title;
    }
}

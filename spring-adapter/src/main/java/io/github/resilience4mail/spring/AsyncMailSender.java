/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.Scope;
import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.throttle.LaneSnapshot;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.mail.MailParseException;
import org.springframework.mail.MailPreparationException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.mail.javamail.MimeMessagePreparator;

/**
 * Sends mail without letting the caller wait for it: each message ends in a {@link DeliveryReport}, however it fares. It
 * goes over a few connections that are kept, and slows down when the server asks for that; see {@link BulkSender}.
 *
 * <p>Server, account and properties are those that a {@link JavaMailSenderImpl} has when the message is sent. What a
 * subclass of the application's does in {@code send} or {@code doSend} is not done here.
 *
 * <p>When the application stops, messages are no longer taken in; those that were are waited for as long as Spring's
 * lifecycle grants (Boot: {@code spring.lifecycle.timeout-per-shutdown-phase}). Then, what is in flight ends, and what
 * still waits is reported as DEFERRED. Thread-safe.
 */
public final class AsyncMailSender implements SmartLifecycle, DisposableBean {

    /** Stops after the web server, whose last requests may send mail. */
    static final int PHASE = DEFAULT_PHASE - 8_192;

    private final JavaMailSenderImpl sender;
    private final UnaryOperator<BulkSender.Builder> settings;
    private final Map<Long, CompletableFuture<DeliveryReport>> pending = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile boolean running = true;
    private final Queue<BulkSender> retired = new ConcurrentLinkedQueue<>();
    private @Nullable BulkSender bulk;
    private @Nullable List<@Nullable Object> madeFor;

    /**
     * Sends as another sender does.
     *
     * @param sender that has server, account and properties: a bean, or what {@link RetryingMailSenders#retrying} gave
     * @param settings of the lanes; {@link UnaryOperator#identity()} for the usual ones
     */
    public AsyncMailSender(JavaMailSenderImpl sender, UnaryOperator<BulkSender.Builder> settings) {
        this.sender = sender;
        this.settings = settings;
    }

    /**
     * Sends a simple message.
     *
     * @param message to send; it may be changed as soon as this returns
     * @return completed with the report when every recipient has an outcome; never exceptionally for a reason of mail
     * @throws MailParseException if no message can be made of it, or an address cannot be sent to at all
     * @throws MailSendException if the thread is interrupted while it waits for a place in the queue
     * @throws IllegalStateException if the application stops
     */
    public CompletableFuture<DeliveryReport> send(SimpleMailMessage message) {
        return send(SimpleMessages.mime(sender, message));
    }

    /**
     * Prepares a message and sends it.
     *
     * @param preparator called before this returns
     * @return as {@link #send(MimeMessage)}
     * @throws MailPreparationException if the preparator fails
     */
    public CompletableFuture<DeliveryReport> send(MimeMessagePreparator preparator) {
        MimeMessage message = sender.createMimeMessage();
        try {
            preparator.prepare(message);
        } catch (MessagingException e) {
            throw new MailParseException(e);
        } catch (Exception e) {
            throw new MailPreparationException(e);
        }
        return send(message);
    }

    /**
     * Sends a message.
     *
     * @param message to send; not to be changed until the future is complete
     * @return completed with the report when every recipient has an outcome; never exceptionally for a reason of mail
     * @throws MailParseException if an address cannot be sent to at all
     * @throws MailSendException if the thread is interrupted while it waits for a place in the queue
     * @throws IllegalStateException if the application stops
     */
    @SuppressWarnings("JavaUtilDate") // it is what Jakarta Mail takes
    public CompletableFuture<DeliveryReport> send(MimeMessage message) {
        if (!running) {
            throw new IllegalStateException(
                    "the application stops and takes no more mail in: send before the context is closed");
        }
        try {
            if (message.getSentDate() == null) {
                message.setSentDate(Date.from(
                        new SenderSession(sender).runtime().timekeeper().now()));
            }
            CompletableFuture<DeliveryReport> future = bulk().submit(message);
            long number = numbers.incrementAndGet();
            pending.put(number, future);
            CompletableFuture<DeliveryReport> unused = future.whenComplete((report, failure) -> {
                pending.remove(number);
                if (report != null && isAboutTheAccount(report)) {
                    forget();
                }
            });
            return future;
        } catch (MessagingException e) {
            throw new MailParseException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailSendException(
                    "interrupted while waiting for a place in the queue: the message was not taken in", e);
        }
    }

    // made when there is mail, and again when the application has changed the sender: what waits goes the way it was
    // given
    private synchronized BulkSender bulk() {
        List<@Nullable Object> wanted = Arrays.asList(
                sender.getSession(), sender.getHost(), sender.getPort(), sender.getUsername(), sender.getPassword());
        BulkSender made = bulk;
        if (made == null || !wanted.equals(madeFor)) {
            retire(made);
            made = settings.apply(BulkSender.builder(new BulkSession(sender).session()))
                    .build();
            bulk = made;
            madeFor = wanted;
        }
        return made;
    }

    /** A bulk sender gives an account up for good, but it may be repaired; until then, the runtime prevents logins. */
    private synchronized void forget() {
        madeFor = null;
    }

    private static boolean isAboutTheAccount(DeliveryReport report) {
        return report.recipients().stream()
                .flatMap(recipient -> recipient.verdict().stream())
                .anyMatch(verdict -> verdict.decision() == Decision.FIX_CONFIG && verdict.scope() == Scope.ACCOUNT);
    }

    private void retire(@Nullable BulkSender old) {
        if (old != null) {
            retired.add(old);
            CompletableFuture<Void> unused = allReported().whenComplete((nothing, failure) -> close(old));
        }
    }

    private void close(BulkSender old) {
        if (retired.remove(old)) {
            old.close();
        }
    }

    private CompletableFuture<Void> allReported() {
        return CompletableFuture.allOf(pending.values().toArray(CompletableFuture<?>[]::new));
    }

    /** {@return how each destination stands that mail was sent to: its lanes, its pace, its pause} */
    public List<LaneSnapshot> destinations() {
        BulkSender made;
        synchronized (this) {
            made = bulk;
        }
        return made == null ? List.of() : made.destinations();
    }

    /** {@return how many messages have no report yet} */
    public int pending() {
        return pending.size();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        CompletableFuture<Void> unused = allReported().whenComplete((nothing, failure) -> callback.run());
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public void destroy() {
        running = false;
        BulkSender made;
        synchronized (this) {
            made = bulk;
        }
        if (made != null) {
            made.close();
        }
        retired.forEach(this::close);
    }
}

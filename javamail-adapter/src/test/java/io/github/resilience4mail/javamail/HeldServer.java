/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A server that answers one question only when it is let, so that a test can act while a message is in flight. */
final class HeldServer implements AutoCloseable {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final ScriptedSmtpServer server;
    private final Session session;

    private HeldServer(ScriptedSmtpServer.Builder builder, SmtpPhase phase, Action answer) {
        Timekeeper held = new DelegatingTimekeeper(Timekeeper.system()) {
            @Override
            public void sleep(Duration duration) throws InterruptedException {
                asked.countDown();
                released.await();
            }
        };
        server = builder.timekeeper(held)
                .on(phase, Occurrence.first(), answer.after(Duration.ofSeconds(1)))
                .start();
        session = new Mail(server)
                .with("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()))
                .session();
    }

    /** It holds its first answer in a phase back. */
    static HeldServer at(SmtpPhase phase, Action answer) {
        return new HeldServer(ScriptedSmtpServer.builder(), phase, answer);
    }

    /** Returns when the question has been asked. */
    void awaitQuestion() throws InterruptedException {
        asked.await();
    }

    /** Lets it answer. */
    void release() {
        released.countDown();
    }

    ScriptedSmtpServer server() {
        return server;
    }

    Session session() {
        return session;
    }

    MimeMessage message(String to) throws Exception {
        return Mail.message(session, to);
    }

    @Override
    public void close() {
        release();
        server.close();
    }
}

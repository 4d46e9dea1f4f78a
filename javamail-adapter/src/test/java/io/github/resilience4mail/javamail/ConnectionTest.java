/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.MessagingException;
import jakarta.mail.event.TransportAdapter;
import jakarta.mail.event.TransportEvent;
import jakarta.mail.internet.MimeMessage;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.junit.jupiter.api.Test;

/** One transport, several messages: the connection is kept where that is good, and made again where it is not. */
class ConnectionTest {

    private static RetryingSmtpTransport connected(Mail mail) throws MessagingException {
        RetryingSmtpTransport transport = (RetryingSmtpTransport) mail.session().getTransport("smtp");
        transport.connect();
        return transport;
    }

    private static void send(RetryingSmtpTransport transport, Mail mail) throws MessagingException {
        MimeMessage message = mail.message("a@rcv.example");
        transport.sendMessage(message, message.getAllRecipients());
    }

    @Test
    void itStaysAnSmtpTransportForThoseWhoCast() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            assertThat(new Mail(server).session().getTransport("smtp")).isInstanceOf(SMTPTransport.class);
        }
    }

    @Test
    void severalMessagesShareOneConnection() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            try (RetryingSmtpTransport transport = connected(mail)) {
                for (int i = 0; i < 5; i++) {
                    send(transport, mail);
                }
            }
            assertThat(server.acceptedCount()).isEqualTo(5);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatDiedMeanwhileCostsNoAttempt() throws MessagingException {
        Action stale = Action.reply("421 4.4.2 Idle for too long").thenClose();
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.MAIL, Occurrence.nth(2), stale)
                .on(SmtpPhase.MAIL, Occurrence.nth(4), Action.close())
                .start()) {
            Mail mail = new Mail(server);
            try (RetryingSmtpTransport transport = connected(mail)) {
                for (int i = 0; i < 3; i++) {
                    send(transport, mail);
                    assertThat(transport.getLastReport().orElseThrow().attempts())
                            .isEqualTo(1);
                }
            }
            assertThat(mail.time.waits()).isEmpty();
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void aLongWaitGivesTheConnectionBackAndAShortOneKeepsIt() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.upTo(3), Action.reply("451 4.3.0 Later"))
                .start()) {
            Mail mail = new Mail(server);
            try (RetryingSmtpTransport transport = connected(mail)) {
                send(transport, mail);
            }
            // waits of about 1, 3 and 9 s: only the last one is too long to hold a place
            assertThat(mail.time.waits()).hasSize(3);
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void afterAFailureItCanBeUsedOn() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.DATA, Occurrence.first(), Action.close())
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.retry.deadline", "0");
            try (RetryingSmtpTransport transport = connected(mail)) {
                assertThatThrownBy(() -> send(transport, mail)).isInstanceOf(MailDeliveryException.class);
                send(transport, mail);
            }
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void afterCloseItIsClosed() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            RetryingSmtpTransport transport = connected(mail);
            transport.close();
            assertThatThrownBy(() -> send(transport, mail))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Not connected");
            assertThatThrownBy(() -> send((RetryingSmtpTransport) mail.session().getTransport("smtp"), mail))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void listenersHearOfTheEndAndNotOfEachAttempt() throws Exception {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first(), Action.reply("451 4.3.0 Later"))
                .start()) {
            Mail mail = new Mail(server);
            BlockingQueue<String> heard = new LinkedBlockingQueue<>();
            try (RetryingSmtpTransport transport = connected(mail)) {
                transport.addTransportListener(new TransportAdapter() {
                    @Override
                    public void messageDelivered(TransportEvent e) {
                        heard.add("delivered");
                    }

                    @Override
                    public void messageNotDelivered(TransportEvent e) {
                        heard.add("not delivered");
                    }
                });
                send(transport, mail);
                assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("delivered");
                send(transport, mail);
                assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("delivered");
            }
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void theUsersPropertiesAreNeverWritten() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            var before = new java.util.HashMap<>(mail.properties);
            Sending.of(mail, "a@rcv.example");
            assertThat(mail.properties).isEqualTo(before);
        }
    }

    @Test
    void aSocketOfTheCallersIsUsedOnce() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start();
                var socket = new java.net.Socket(server.host(), server.port())) {
            Mail mail = new Mail(server);
            RetryingSmtpTransport transport =
                    (RetryingSmtpTransport) mail.session().getTransport("smtp");
            transport.connect(socket);
            send(transport, mail);
            transport.close();
            assertThat(server.acceptedCount()).isEqualTo(1);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void bdatWorksAndItsRefusalIsUnderstood() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .capability("CHUNKING")
                .on(SmtpPhase.END_OF_DATA, Occurrence.first(), Action.reply("452 4.3.1 Disk full"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.chunksize", "1000");
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.report().isDelivered()).isTrue();
            assertThat(sending.recipient(0).attempts()).isEqualTo(2);
        }
    }

    @Test
    void aPortThatIsANumberIsFoundAgain() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.DATA, Occurrence.first(), Action.close())
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.port", server.port());
            Sending sending = Sending.of(mail, "a@rcv.example");
            assertThat(sending.report().isDelivered()).isTrue();
            assertThat(mail.runtime.registry().find("mail-127.0.0.1:" + server.port()))
                    .isPresent();
        }
    }

    @Test
    void aMessageThatFailsWhileItIsWrittenDoesNotSpoilTheConnectionForTheNext() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder().start()) {
            Mail mail = new Mail(server);
            MimeMessage broken = new MimeMessage(mail.message("a@rcv.example")) {
                @Override
                public void writeTo(java.io.OutputStream out, String[] ignored) {
                    throw new UnsupportedOperationException("this message has a bug");
                }
            };
            try (RetryingSmtpTransport transport = connected(mail)) {
                assertThatThrownBy(() -> transport.sendMessage(broken, broken.getAllRecipients()))
                        .isInstanceOf(MailDeliveryException.class)
                        .hasCauseInstanceOf(UnsupportedOperationException.class);
                send(transport, mail);
            }
            assertThat(server.acceptedCount()).isEqualTo(1);
        }
    }

    @Test
    void reportSuccessNamesEverybodyHoweverManyAttemptsItTook() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(SmtpPhase.RCPT, Occurrence.first().to("b@rcv.example"), Action.reply("451 4.3.0 Later"))
                .start()) {
            Mail mail = new Mail(server).with("mail.smtp.reportsuccess", "true");
            MimeMessage message = mail.message("a@rcv.example", "b@rcv.example");
            try (RetryingSmtpTransport transport = connected(mail)) {
                assertThatThrownBy(() -> transport.sendMessage(message, message.getAllRecipients()))
                        .isInstanceOfSatisfying(
                                org.eclipse.angus.mail.smtp.SMTPSendFailedException.class,
                                e -> assertThat(e.getValidSentAddresses()).hasSize(2))
                        .hasCauseInstanceOf(org.eclipse.angus.mail.smtp.SMTPAddressSucceededException.class);
            }
        }
    }

    @Test
    void whoClosesDuringTheWaitForAConnectionGetsNone() throws MessagingException {
        try (var server = ScriptedSmtpServer.builder()
                .on(
                        SmtpPhase.CONNECT,
                        Occurrence.first(),
                        Action.reply("421 4.3.2 Busy").thenClose())
                .start()) {
            RetryingSmtpTransport[] transport = new RetryingSmtpTransport[1];
            io.github.resilience4mail.time.FakeTimekeeper time = new io.github.resilience4mail.time.FakeTimekeeper();
            Mail mail = new Mail(server, time)
                    .with(
                            "mail.smtp.retry.runtime",
                            io.github.resilience4mail.runtime.MailRuntime.with(
                                    new ClosingTimekeeper(time, () -> transport[0].close())));
            transport[0] = (RetryingSmtpTransport) mail.session().getTransport("smtp");
            assertThatThrownBy(() -> transport[0].connect()).isInstanceOf(MessagingException.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Fake time in which something happens during every wait. */
    private record ClosingTimekeeper(io.github.resilience4mail.time.Timekeeper time, Runnable meanwhile)
            implements io.github.resilience4mail.time.Timekeeper {

        @Override
        public java.time.Instant now() {
            return time.now();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public void sleep(java.time.Duration duration) throws InterruptedException {
            meanwhile.run();
            time.sleep(duration);
        }

        @Override
        public void await(java.util.concurrent.locks.Condition condition, java.time.Duration duration)
                throws InterruptedException {
            time.await(condition, duration);
        }

        @Override
        public double random() {
            return time.random();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.engine.DeliveryReport;
import io.github.resilience4mail.javamail.MailDeliveryException;
import io.github.resilience4mail.javamail.RetryingSmtpTransport;
import io.github.resilience4mail.javamail.faults.Fault.Course;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.smtp.SmtpPhase;
import io.github.resilience4mail.testkit.Action;
import io.github.resilience4mail.testkit.Occurrence;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.time.FakeTimekeeper;
import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * One row of the matrix being run in one course: a server that misbehaves as the row says, a client on fake time, and a
 * message. Settings that the whole matrix is run with are given on top.
 */
final class FaultBench implements AutoCloseable {

    private static final String ANOTHER = "another@rcv.example";

    private final FaultCase row;
    private final Course course;
    private final FakeTimekeeper time = new FakeTimekeeper();
    private final ScriptedSmtpServer server;
    private final Session session;
    private final RetryingSmtpTransport transport;

    /** What came of the message. */
    record Sent(String messageId, DeliveryReport report, @Nullable MailDeliveryException thrown) {}

    FaultBench(FaultCase row, Course course, Map<String, String> settings) throws MessagingException {
        this.row = row;
        this.course = course;
        this.server = start();
        Properties properties = new Properties();
        properties.put("mail.smtp.host", server.host());
        properties.put("mail.smtp.port", String.valueOf(server.port()));
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.retry.runtime", MailRuntime.with(time));
        if (course != Course.PASSING) {
            properties.put("mail.smtp.retry.deadline", "0");
        }
        properties.putAll(settings);
        properties.putAll(row.properties());
        if (row.isRedirected()) {
            properties.put("mail.smtp.socketFactory", new HurriedSocketFactory(server.port()));
        }
        this.session = Session.getInstance(properties);
        this.transport = (RetryingSmtpTransport) session.getTransport("smtp");
    }

    private ScriptedSmtpServer start() {
        ScriptedSmtpServer.Builder builder = ScriptedSmtpServer.builder();
        boolean startsTls = row.properties().containsKey("mail.smtp.starttls.required");
        for (Fault fault : row.faults()) {
            int healthy = fault.phase() == SmtpPhase.EHLO && startsTls ? 2 : 1;
            builder.on(fault.phase(), fault.occurrence(course, healthy), fault.action());
        }
        if (course == Course.ON_RECONNECT) {
            builder.on(SmtpPhase.MAIL, Occurrence.nth(2), Action.close());
        }
        return row.server().apply(builder).start();
    }

    ScriptedSmtpServer server() {
        return server;
    }

    FakeTimekeeper time() {
        return time;
    }

    Session session() {
        return session;
    }

    void connect() throws MessagingException {
        if (row.logsIn()) {
            transport.connect(null, -1, FaultCase.USER, FaultCase.PASSWORD);
        } else {
            transport.connect();
        }
    }

    /** Sends a message that nothing happens to; once, and to nobody else. */
    void sendAnother() throws MessagingException {
        row.mistakes().forEach(session.getProperties()::remove);
        int before = server.acceptedCount();
        transport.sendMessage(Mails.plain(session), new Address[] {new InternetAddress(ANOTHER)});
        assertThat(server.acceptedCount()).isEqualTo(before + 1);
        assertThat(server.acceptedCount(transport.getLastReport().orElseThrow().messageId(), ANOTHER))
                .isEqualTo(1);
    }

    Sent send() throws MessagingException {
        MimeMessage message = row.message().make(session);
        InternetAddress[] to = new InternetAddress[row.recipients().size()];
        for (int i = 0; i < to.length; i++) {
            to[i] = new InternetAddress(row.recipients().get(i));
        }
        MailDeliveryException thrown = null;
        try {
            transport.sendMessage(message, to);
        } catch (MailDeliveryException e) {
            thrown = e;
        }
        DeliveryReport report = transport.getLastReport().orElseThrow();
        return new Sent(report.messageId(), report, thrown);
    }

    /** Sends it as programs do that know nothing of us; null if nothing was thrown. */
    @Nullable
    SendFailedException sendAsOldCodeDoes() throws MessagingException {
        MimeMessage message = row.message().make(session);
        for (String recipient : row.recipients()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(recipient));
        }
        try {
            Transport.send(message);
            return null;
        } catch (SendFailedException e) {
            return e;
        }
    }

    /** Says goodbye, and then ends the server: whatever it has accepted has been counted. */
    @Override
    public void close() {
        transport.close();
        server.close();
    }
}

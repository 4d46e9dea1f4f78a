/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.endurance;

import io.github.resilience4mail.engine.Outcome;
import io.github.resilience4mail.javamail.BulkReport;
import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.runtime.MailRuntime;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Iterator;
import java.util.Properties;
import java.util.stream.IntStream;

/** A program that sends as many messages as it is told, in a virtual machine whose memory is small. */
final class Newsletter {

    /** One in so many has no mailbox any more. */
    private static final int GONE = 200;

    private static final int DOMAINS = 5_000;

    private Newsletter() {}

    /** Ends with a line of counts, or in an exception. */
    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[0]);
        SinkSocketFactory sink = new SinkSocketFactory();
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.localhost", "client.example");
        properties.put("mail.smtp.socketFactory", sink);
        properties.put("mail.smtp.retry.runtime", MailRuntime.with(Timekeeper.system()));
        Session session = Session.getInstance(properties);
        try (BulkSender sender = BulkSender.builder(session).lanes(4).build()) {
            BulkReport report = sender.sendAll(messages(session, count));
            expect(report.messages() == count, "each message has ended");
            expect(report.count(Outcome.GIVEN_UP) == count / GONE, "those who have gone are given up");
            expect(report.count(Outcome.DELIVERED) == count - count / GONE, "all others are delivered");
            expect(sink.connections() < count / 50, "connections are kept");
            expect(sink.messages() == count - count / GONE, "each message was sent once");
            Runtime machine = Runtime.getRuntime();
            machine.gc();
            System.out.println(report + "; a heap of " + mebibytes(machine.maxMemory()) + " MB, of which "
                    + mebibytes(machine.totalMemory() - machine.freeMemory()) + " MB are in use");
        }
    }

    private static Iterator<MimeMessage> messages(Session session, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(n -> message(session, n))
                .iterator();
    }

    private static MimeMessage message(Session session, int number) {
        try {
            MimeMessage message = new MimeMessage(session);
            message.setFrom(new InternetAddress("news@client.example"));
            String name = number % GONE == 0 ? "gone" : "r";
            message.setRecipient(
                    Message.RecipientType.TO,
                    new InternetAddress(name + number + "@d" + number % DOMAINS + ".example"));
            message.setSubject("News");
            message.setText("What is new today.\n".repeat(50));
            return message;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long mebibytes(long bytes) {
        return bytes >> 20;
    }

    private static void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not true: " + what);
        }
    }
}

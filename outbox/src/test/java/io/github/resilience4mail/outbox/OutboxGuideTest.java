/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.javamail.BounceReader;
import io.github.resilience4mail.javamail.BounceReport;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The examples of the outbox's page, as they stand there: the regions between the tags are compared with it. */
class OutboxGuideTest {

    /** Nothing is sent there: an outbox that is not started takes mail in. */
    private static Session elsewhere() {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "smtp.example.net");
        properties.put("mail.smtp.port", "587");
        return Session.getInstance(properties);
    }

    @Test
    void theExamplesDoWhatThePageSays() throws Exception {
        try (Database database = Database.h2();
                ScriptedSmtpServer server = ScriptedSmtpServer.builder().start()) {
            DataSource dataSource = database.dataSource();
            Session session = Mail.session(server);
            MimeMessage message = Mail.message("ada@rcv.example");
            Connection connection = dataSource.getConnection();
            // tag::send[]
            MailOutbox outbox = MailOutbox.builder(dataSource, session).build();
            outbox.start(); // on the machines that send

            connection.setAutoCommit(false);
            outbox.enqueue(connection, OutboxMessage.of(message).withPriority(5).withIdempotencyKey("reset 4711"));
            connection.commit();
            outbox.committed(); // it leaves at once; without this, within a second
            // end::send[]
            connection.close();
            Mail.until(() -> server.acceptedCount() == 1);
            outbox.close();
            bounce(outbox.operations());
            try (MailOutbox taking = MailOutbox.builder(dataSource, elsewhere()).build()) {
                taking.enqueue(Mail.message("ada@rcv.example"));
                look(taking);
            }
        }
    }

    private static void look(MailOutbox outbox) {
        // tag::look[]
        OutboxOperations operations = outbox.operations();

        for (OutboxDepth depth : operations.openDepth()) {
            System.out.println(depth.destination() + " " + depth.state() + " " + depth.recipients()
                    + ", the oldest for " + depth.age(Instant.now()));
        }
        List<OutboxRecipient> page =
                operations.list(OutboxFilter.in(OutboxState.QUEUED).at("smtp.example.net:587"), 0, 100);
        List<OutboxAttempt> attempts = operations.attempts(page.get(0).id()); // replies and verdicts
        operations.retryNow(page.get(0).id()); // or retryAllNow(destination)
        operations.purge(Duration.ofDays(30)); // outcomes older than that, and messages of which nobody is left
        // end::look[]
        assertThat(attempts).isEmpty();
    }

    private static void bounce(OutboxOperations operations) throws Exception {
        BounceReport report = BounceReader.of(ReplyCatalogue.standard())
                .read(new ByteArrayInputStream("Subject: x\n\nNo bounce.\n".getBytes(StandardCharsets.UTF_8)))
                .get(0);
        // tag::bounce[]
        OutboxBounce bounce = operations.bounced(report); // what a BounceReader has read
        if (bounce.result() == OutboxBounce.Result.RECORDED) {
            System.out.println(bounce.recipient() + " came back");
        }
        // end::bounce[]
        assertThat(bounce.result()).isEqualTo(OutboxBounce.Result.NO_FAILURE);
    }
}

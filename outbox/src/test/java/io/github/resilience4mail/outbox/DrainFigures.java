/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How fast an outbox is emptied, beside the bulk sender without a database: in turn, as the machine has other work. */
final class DrainFigures {

    private static final int ROUNDS = Integer.getInteger("figures.rounds", 7);

    /** Not counted: the compiler works through them. */
    private static final int WARM_UP = 3;

    private final Database database;
    private final int lanes;
    private final int messages;
    private int made;

    DrainFigures(Database database, int lanes, int messages) {
        this.database = database;
        this.lanes = lanes;
        this.messages = messages;
    }

    /** Measures, and prints. */
    void measure() throws Exception {
        for (int i = 0; i < WARM_UP; i++) {
            bulk();
            outbox();
        }
        double[] bulk = new double[ROUNDS];
        double[] outbox = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            bulk[i] = bulk();
            outbox[i] = outbox();
            ratios[i] = outbox[i] / bulk[i];
        }
        System.out.printf(
                Locale.ROOT,
                "%s, %d connections: bulk sender %.0f/s, outbox drained at %.0f/s; of the bulk sender %.2f (%.2f to %.2f)%n",
                database,
                lanes,
                median(bulk),
                median(outbox),
                median(ratios),
                Arrays.stream(ratios).min().orElseThrow(),
                Arrays.stream(ratios).max().orElseThrow());
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private List<MimeMessage> make() throws MessagingException {
        List<MimeMessage> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            all.add(Mail.ofTwoKilobytes("r" + made++ + "@rcv.example"));
        }
        return all;
    }

    private double bulk() throws Exception {
        List<MimeMessage> all = make();
        try (var server = ScriptedSmtpServer.builder().start();
                BulkSender sender =
                        BulkSender.builder(Mail.session(server)).lanes(lanes).build()) {
            long start = Timekeeper.system().nanoTime();
            assertThat(sender.sendAll(all.iterator()).notDelivered()).isEmpty();
            return messages / FiguresTest.seconds(start);
        }
    }

    private double outbox() throws Exception {
        try (var server = ScriptedSmtpServer.builder().start();
                MailOutbox outbox = MailOutbox.builder(database.dataSource(), Mail.session(server))
                        .limits(LaneSettings.builder().maxLanes(lanes).build())
                        .threads(lanes + 2)
                        .build()) {
            enqueue(outbox);
            long start = Timekeeper.system().nanoTime();
            outbox.start();
            Mail.until(() -> server.acceptedCount() >= messages);
            double rate = messages / FiguresTest.seconds(start);
            assertThat(server.duplicates()).isEmpty();
            assertThat(server.peakConnections()).isLessThanOrEqualTo(lanes);
            return rate;
        }
    }

    private void enqueue(MailOutbox outbox) throws SQLException, MessagingException {
        List<OutboxMessage> all = new ArrayList<>();
        for (MimeMessage message : make()) {
            all.add(OutboxMessage.of(message));
        }
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            outbox.enqueueAll(connection, all.iterator());
            connection.commit();
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.outbox;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.throttle.LaneSettings;
import io.github.resilience4mail.time.Timekeeper;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** A machine that sends until nothing is left, or until it is killed. */
final class CrashNode {

    private static final Set<OutboxState> OPEN = Set.of(OutboxState.QUEUED, OutboxState.CLAIMED);

    private CrashNode() {}

    /**
     * Runs it.
     *
     * @param args the database's URL, the server's host and port, the most lanes of a destination
     */
    public static void main(String[] args) throws InterruptedException {
        DataSource dataSource = Database.dataSource(args[0]);
        try (MailOutbox outbox = MailOutbox.builder(dataSource, Mail.session(args[1], Integer.parseInt(args[2])))
                .limits(LaneSettings.builder()
                        .maxLanes(Integer.parseInt(args[3]))
                        .build())
                .policy(MailRetryPolicy.builder()
                        .deadline(Duration.ZERO)
                        .maxDelay(Duration.ofMillis(200))
                        .quickRetries(List.of())
                        .build())
                .heartbeat(Duration.ofMillis(500))
                .sweep(Duration.ofMillis(200))
                .build()) {
            outbox.start();
            while (outbox.operations().depth().stream().anyMatch(d -> OPEN.contains(d.state()))) {
                Timekeeper.system().sleep(Duration.ofMillis(100));
            }
        }
    }
}

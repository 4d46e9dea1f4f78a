/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.examples.newsletter;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Sends one issue to everybody: all that a program needs of the library. */
final class Campaign {

    /** Long enough for greylists and quotas; a mailbox that is still full then is a matter for tomorrow. */
    private static final Duration DEADLINE = Duration.ofHours(2);

    private final Session session;
    private final int lanes;

    /**
     * @param session names the server
     * @param lanes how many connections a domain gets at the most
     */
    Campaign(Session session, int lanes) {
        this.session = session;
        this.lanes = lanes;
    }

    /**
     * Returns when everybody's outcome is in the tally.
     *
     * @return how many connections it took
     */
    int send(Issue issue, List<String> subscribers, Tally tally) throws MessagingException, InterruptedException {
        CountDownLatch open = new CountDownLatch(subscribers.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        BulkSender sender = BulkSender.builder(session)
                .policy(MailRetryPolicy.builder().deadline(DEADLINE).build())
                .throttleBy(ThrottleKey.RECIPIENT_DOMAIN)
                .lanes(lanes)
                .build();
        try (sender) {
            int number = 0;
            for (String subscriber : subscribers) {
                // waits while there are many messages on their way already, so few are in memory at a time
                var unused = sender.submit(issue.messageTo(subscriber, ++number))
                        .whenComplete((report, thrown) -> {
                            if (report == null) {
                                failure.compareAndSet(null, thrown);
                            } else {
                                tally.add(report);
                            }
                            open.countDown();
                        });
            }
            open.await();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("the sender itself has failed: " + failure.get(), failure.get());
        }
        return sender.connections();
    }
}

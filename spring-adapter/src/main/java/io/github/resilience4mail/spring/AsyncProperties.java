/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.javamail.BulkSender;
import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.policy.MailRetryPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the asynchronous sender is set up. The descriptions end up in the metadata for editors.
 *
 * @param deadline How long a message is tried, from its first attempt on, until it is reported as deferred.
 * @param lanes How many connections at once a destination may have, 1 or more; by default what its provider publishes, else 8.
 * @param lanesInAll How many connections at once there may be for all destinations together, 1 or more.
 * @param queue How many messages may wait, 1 or more; who sends another one waits for a place.
 * @param throttleBy What slows down as one.
 */
record AsyncProperties(
        @DefaultValue("1h") Duration deadline,
        @Nullable Integer lanes,
        @DefaultValue("64") int lanesInAll,
        @DefaultValue("1000") int queue,
        @DefaultValue("account") ThrottleKey throttleBy) {

    private static final String PREFIX = MailRetryProperties.PREFIX + ".async";

    /**
     * Checks that each value is in its range.
     *
     * @throws InvalidMailRetryPropertiesException if one is not
     */
    AsyncProperties {
        positive("lanes", lanes == null ? 1 : lanes);
        positive("lanes-in-all", lanesInAll);
        positive("queue", queue);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new InvalidMailRetryPropertiesException(
                    "the property " + PREFIX + "." + name + " is " + value + ": use 1 or more", null);
        }
    }

    /**
     * The policy: the sender's, with a deadline of its own.
     *
     * @throws InvalidMailRetryPropertiesException if the deadline contradicts the sender's other properties
     */
    MailRetryPolicy policy(MailRetryPolicy senders) {
        return new PolicyProperties(deadline, null, null, null, null, null, null, null).policy(senders, PREFIX);
    }

    /** Sets everything but the policy. */
    BulkSender.Builder applyTo(BulkSender.Builder builder) {
        BulkSender.Builder all = builder.lanesInAll(lanesInAll).queue(queue).throttleBy(throttleBy);
        return lanes == null ? all : all.lanes(lanes);
    }
}

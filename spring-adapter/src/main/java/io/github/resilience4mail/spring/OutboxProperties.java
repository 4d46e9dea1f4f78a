/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.javamail.ThrottleKey;
import io.github.resilience4mail.outbox.MailOutbox;
import io.github.resilience4mail.throttle.LaneSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How the outbox is set up. The descriptions end up in the metadata for editors.
 *
 * @param enabled Whether mail is kept in the application's database, in the transaction of its sender, until it is delivered.
 * @param initializeSchema Whether the tables are created where there are none; otherwise Flyway, Liquibase or you run the script.
 * @param send Whether this application sends; otherwise it takes mail in, and leaves the sending to others on the same database.
 * @param lanes How many connections a destination may have, for all applications on the database together, 1 or more.
 * @param threads How many connections this application may have for all destinations together, 1 or more; each needs a database connection.
 * @param batch How many recipients a connection claims at once, 1 or more.
 * @param throttleBy What slows down as one.
 * @param heartbeat How often this application says that it is alive; after four that are missing others take over its work.
 * @param sweep How often the database is searched for mail that nobody was told of.
 * @param delayWarning After which wait a recipient is reported as delayed.
 * @param retention How long an outcome is kept, such as 30d; for ever unless it is set.
 * @param maxMessageSize How large a message may be.
 */
@ConfigurationProperties(OutboxProperties.PREFIX)
record OutboxProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("false") boolean initializeSchema,
        @DefaultValue("true") boolean send,
        @DefaultValue("8") int lanes,
        @DefaultValue("16") int threads,
        @DefaultValue("50") int batch,
        @DefaultValue("account") ThrottleKey throttleBy,
        @DefaultValue("5s") Duration heartbeat,
        @DefaultValue("1s") Duration sweep,
        @DefaultValue("4h") Duration delayWarning,
        @Nullable Duration retention,
        @DefaultValue("50MB") DataSize maxMessageSize) {

    static final String PREFIX = MailRetryProperties.PREFIX + ".outbox";

    /**
     * Checks that each value is in its range.
     *
     * @throws InvalidMailRetryPropertiesException if one is not
     */
    OutboxProperties {
        require(lanes >= 1, "lanes", lanes, "use 1 or more");
        require(threads >= 1, "threads", threads, "use 1 or more");
        require(batch >= 1, "batch", batch, "use 1 or more");
        positive("heartbeat", heartbeat);
        positive("sweep", sweep);
        positive("delay-warning", delayWarning);
        if (retention != null) {
            positive("retention", retention);
        }
        require(
                maxMessageSize.toBytes() >= 1 && maxMessageSize.toBytes() <= Integer.MAX_VALUE,
                "max-message-size",
                maxMessageSize,
                "use 1B to 2047MB");
    }

    private static void positive(String name, Duration value) {
        require(
                value.compareTo(Duration.ofMillis(1)) >= 0,
                name,
                value.toMillis() + "ms",
                "use a duration such as 500ms, 5s or 4h");
    }

    private static void require(boolean condition, String name, Object value, String cure) {
        if (!condition) {
            throw new InvalidMailRetryPropertiesException(
                    "the property " + PREFIX + "." + name + " is " + value + ": " + cure, null);
        }
    }

    /** Sets all of it. */
    void applyTo(MailOutbox.Builder builder) {
        builder.limits(LaneSettings.builder().maxLanes(lanes).build())
                .threads(threads)
                .batch(batch)
                .throttleBy(throttleBy)
                .heartbeat(heartbeat)
                .sweep(sweep)
                .delayWarning(delayWarning)
                .maxMessageBytes((int) maxMessageSize.toBytes());
        if (retention != null) {
            builder.retention(retention);
        }
    }
}

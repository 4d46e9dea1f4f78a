/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the user allows at one destination: limits that are kept whatever the server says. Immutable. */
public final class LaneSettings {

    private final boolean throttle;
    private final int maxLanes;
    private final @Nullable Integer messagesPerSecond;
    private final @Nullable Integer messagesPerMinute;
    private final @Nullable Integer messagesPerDay;
    private final int messagesPerConnection;
    private final Duration longestPause;
    private final Duration longestHint;

    private LaneSettings(Builder builder) {
        throttle = builder.throttle;
        maxLanes = builder.maxLanes;
        messagesPerSecond = builder.messagesPerSecond;
        messagesPerMinute = builder.messagesPerMinute;
        messagesPerDay = builder.messagesPerDay;
        messagesPerConnection = builder.messagesPerConnection;
        longestPause = builder.longestPause;
        longestHint = builder.longestHint;
    }

    /** {@return a builder in which nothing is set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder in which everything is set as here} */
    public Builder toBuilder() {
        Builder builder = new Builder()
                .throttle(throttle)
                .maxLanes(maxLanes)
                .messagesPerConnection(messagesPerConnection)
                .longestPause(longestPause)
                .longestHint(longestHint);
        builder.messagesPerSecond = messagesPerSecond;
        builder.messagesPerMinute = messagesPerMinute;
        builder.messagesPerDay = messagesPerDay;
        return builder;
    }

    /** {@return whether anything is learnt from refusals; if not, only the limits here hold} */
    public boolean isThrottled() {
        return throttle;
    }

    /** {@return the most lanes at once, 1 or more} */
    public int maxLanes() {
        return maxLanes;
    }

    /** {@return the most messages begun in any second, or null for no such limit} */
    public @Nullable Integer messagesPerSecond() {
        return messagesPerSecond;
    }

    /** {@return the most messages begun in any minute, or null for no such limit} */
    public @Nullable Integer messagesPerMinute() {
        return messagesPerMinute;
    }

    /** {@return the most messages begun in any 24 hours, or null for no such limit} */
    public @Nullable Integer messagesPerDay() {
        return messagesPerDay;
    }

    /** {@return after how many messages a connection is replaced, 1 or more} */
    public int messagesPerConnection() {
        return messagesPerConnection;
    }

    /** {@return the longest pause for which the server has named no end} */
    public Duration longestPause() {
        return longestPause;
    }

    /** {@return the longest delay named by the server that is followed; a longer one is cut to it} */
    public Duration longestHint() {
        return longestHint;
    }

    /** Sets what differs from the defaults. Not thread-safe. */
    public static final class Builder {

        private boolean throttle = true;
        private int maxLanes = 8;
        private @Nullable Integer messagesPerSecond;
        private @Nullable Integer messagesPerMinute;
        private @Nullable Integer messagesPerDay;
        private int messagesPerConnection = 100;
        private Duration longestPause = Duration.ofHours(24);
        private Duration longestHint = Duration.ofHours(24);

        private Builder() {}

        /**
         * Sets whether anything is learnt from refusals. Without, all lanes are open from the beginning, and a refusal
         * changes nothing but for the message that it refused.
         *
         * @param value default true
         * @return this builder
         */
        public Builder throttle(boolean value) {
            throttle = value;
            return this;
        }

        /**
         * Sets the most lanes at once.
         *
         * @param value 1 or more, default 8
         * @return this builder
         */
        public Builder maxLanes(int value) {
            if (value < 1) {
                throw new IllegalArgumentException("a destination needs at least 1 lane, not " + value);
            }
            maxLanes = value;
            return this;
        }

        /**
         * Sets the most messages begun in any second.
         *
         * @param value 1 or more, default no limit
         * @return this builder
         */
        public Builder messagesPerSecond(int value) {
            messagesPerSecond = positive("messagesPerSecond", value);
            return this;
        }

        /**
         * Sets the most messages begun in any minute.
         *
         * @param value 1 or more, default no limit
         * @return this builder
         */
        public Builder messagesPerMinute(int value) {
            messagesPerMinute = positive("messagesPerMinute", value);
            return this;
        }

        /**
         * Sets the most messages begun in any 24 hours.
         *
         * @param value 1 or more, default no limit
         * @return this builder
         */
        public Builder messagesPerDay(int value) {
            messagesPerDay = positive("messagesPerDay", value);
            return this;
        }

        /**
         * Sets after how many messages a connection is replaced: servers count them too.
         *
         * @param value 1 or more, default 100
         * @return this builder
         */
        public Builder messagesPerConnection(int value) {
            messagesPerConnection = positive("messagesPerConnection", value);
            return this;
        }

        /**
         * Sets the longest pause for which the server has named no end. Short of a daily quota and the like, a quarter
         * of an hour is never exceeded before it is asked again.
         *
         * @param value positive, default 24 hours
         * @return this builder
         */
        public Builder longestPause(Duration value) {
            longestPause = value;
            return this;
        }

        /**
         * Sets the longest delay named by the server that is followed.
         *
         * @param value default 24 hours
         * @return this builder
         */
        public Builder longestHint(Duration value) {
            longestHint = value;
            return this;
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is 1 or more, not " + value);
            }
            return value;
        }

        /**
         * Makes the settings.
         *
         * @return the settings
         */
        public LaneSettings build() {
            return new LaneSettings(this);
        }
    }
}

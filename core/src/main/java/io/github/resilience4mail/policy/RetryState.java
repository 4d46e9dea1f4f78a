/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

import io.github.resilience4mail.catalogue.Verdict;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has happened so far to one recipient of one message: all that a policy may know. Immutable.
 */
public final class RetryState {

    private final Verdict verdict;
    private final Instant firstAttemptAt;
    private final Instant now;
    private final int failures;
    private final int throttled;
    private final int immediate;
    private final @Nullable Instant deadline;
    private final double chance;
    private final boolean pacedByHost;

    private RetryState(Builder builder) {
        verdict = builder.verdict;
        firstAttemptAt = builder.firstAttemptAt;
        now = builder.now;
        failures = builder.failures;
        throttled = builder.throttled;
        immediate = builder.immediate;
        deadline = builder.deadline;
        chance = builder.chance;
        pacedByHost = builder.pacedByHost;
    }

    /**
     * Starts with a first failure, just now, of a caller that does not wait.
     *
     * @param verdict on the latest failure
     * @param now the present
     * @return a builder for the rest
     */
    public static Builder builder(Verdict verdict, Instant now) {
        return new Builder(verdict, now);
    }

    /** {@return the verdict on the latest failure} */
    public Verdict verdict() {
        return verdict;
    }

    /** {@return when the first attempt began} */
    public Instant firstAttemptAt() {
        return firstAttemptAt;
    }

    /** {@return the present} */
    public Instant now() {
        return now;
    }

    /** {@return how many attempts have failed, without those that were throttled; 0 or more} */
    public int failures() {
        return failures;
    }

    /** {@return how many attempts in a row were throttled; 0 or more} */
    public int throttled() {
        return throttled;
    }

    /** {@return how many attempts in a row were repeated at once without any progress; 0 or more} */
    public int immediate() {
        return immediate;
    }

    /** {@return until when the caller waits, or empty if it does not wait at all but will try at any instant named} */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** {@return a number from 0 to 1 that spreads the delays} */
    public double chance() {
        return chance;
    }

    /** {@return whether the host itself leaves a throttled destination alone, so that a message just keeps its place} */
    public boolean pacedByHost() {
        return pacedByHost;
    }

    /** Describes what has happened. Not thread-safe. */
    public static final class Builder {

        private final Verdict verdict;
        private final Instant now;
        private Instant firstAttemptAt;
        private int failures = 1;
        private int throttled;
        private int immediate;
        private @Nullable Instant deadline;
        private double chance;
        private boolean pacedByHost;

        private Builder(Verdict verdict, Instant now) {
            this.verdict = verdict;
            this.now = now;
            this.firstAttemptAt = now;
        }

        /**
         * Sets when the first attempt began.
         *
         * @param value not after now
         * @return this builder
         */
        public Builder firstAttemptAt(Instant value) {
            firstAttemptAt = value;
            return this;
        }

        /**
         * Sets how many attempts have failed, without those that were throttled.
         *
         * @param value 0 or more
         * @return this builder
         */
        public Builder failures(int value) {
            failures = value;
            return this;
        }

        /**
         * Sets how many attempts in a row were throttled.
         *
         * @param value 0 or more
         * @return this builder
         */
        public Builder throttled(int value) {
            throttled = value;
            return this;
        }

        /**
         * Sets how many attempts in a row were repeated at once without any progress.
         *
         * @param value 0 or more
         * @return this builder
         */
        public Builder immediate(int value) {
            immediate = value;
            return this;
        }

        /**
         * Sets until when the caller waits.
         *
         * @param value the instant, or null for a caller that does not wait
         * @return this builder
         */
        public Builder deadline(@Nullable Instant value) {
            deadline = value;
            return this;
        }

        /**
         * Sets the number that spreads the delays.
         *
         * @param value from 0 to 1
         * @return this builder
         */
        public Builder chance(double value) {
            chance = value;
            return this;
        }

        /**
         * Sets whether the host itself leaves a throttled destination alone.
         *
         * @param value default false
         * @return this builder
         */
        public Builder pacedByHost(boolean value) {
            pacedByHost = value;
            return this;
        }

        /**
         * Makes the state.
         *
         * @return the state
         * @throws IllegalArgumentException if a number is out of its range
         */
        public RetryState build() {
            if (failures < 0 || throttled < 0 || immediate < 0 || !(chance >= 0 && chance <= 1)) {
                throw new IllegalArgumentException(
                        "failures, throttled and immediate are 0 or more and chance is 0 to 1," + " not " + failures
                                + ", " + throttled + ", " + immediate + " and " + chance);
            }
            return new RetryState(this);
        }
    }
}

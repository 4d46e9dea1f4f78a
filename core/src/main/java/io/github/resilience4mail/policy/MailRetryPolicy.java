/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

import io.github.resilience4mail.catalogue.Decision;
import io.github.resilience4mail.catalogue.DelayClass;
import io.github.resilience4mail.catalogue.Verdict;
import io.github.resilience4mail.policy.NextStep.StopReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When to try again after a failure: a pure function from {@linkplain RetryState what has happened so far} to
 * {@linkplain NextStep the next step}. It never sleeps, schedules or logs. Immutable and thread-safe.
 *
 * <p>A delay that the server named is a minimum. Otherwise a caller that waits first repeats after the quick retries
 * (about 1, 3 and 9 seconds), unless the destination throttles; then, and for callers that do not wait, the
 * {@linkplain DelayClass delay class} of the verdict applies, doubling from its shortest to its longest delay. Jitter
 * only ever adds.
 */
public final class MailRetryPolicy {

    private static final MailRetryPolicy DEFAULTS = builder().build();

    private final Duration deadline;
    private final Duration lifetime;
    private final List<Duration> quickRetries;
    private final Duration maxDelay;
    private final Duration maxHint;
    private final double jitter;
    private final OnUnknown onUnknown;

    private MailRetryPolicy(Builder builder) {
        deadline = orElse(builder.deadline, Builder.DEADLINE);
        lifetime = orElse(builder.lifetime, Builder.LIFETIME);
        quickRetries = orElse(builder.quickRetries, Builder.QUICK_RETRIES);
        maxDelay = orElse(builder.maxDelay, Builder.MAX_DELAY);
        maxHint = orElse(builder.maxHint, Builder.MAX_HINT);
        jitter = orElse(builder.jitter, Builder.JITTER);
        onUnknown = orElse(builder.onUnknown, OnUnknown.RESEND);
    }

    /** {@return the policy for those who set nothing} */
    public static MailRetryPolicy defaults() {
        return DEFAULTS;
    }

    /** {@return a builder in which nothing is set} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return a builder in which everything is set as here} */
    public Builder toBuilder() {
        return new Builder()
                .deadline(deadline)
                .lifetime(lifetime)
                .quickRetries(quickRetries)
                .maxDelay(maxDelay)
                .maxHint(maxHint)
                .jitter(jitter)
                .onUnknown(onUnknown);
    }

    /** {@return how long a caller waits for one message, delays included; zero means a single attempt} */
    public Duration deadline() {
        return deadline;
    }

    /** {@return how long a message is worth trying at all} */
    public Duration lifetime() {
        return lifetime;
    }

    /** {@return the first delays of a caller that waits; may be empty} */
    public List<Duration> quickRetries() {
        return quickRetries;
    }

    /** {@return the longest delay that is not a hint} */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** {@return the longest hint that is followed; a longer one is cut to it} */
    public Duration maxHint() {
        return maxHint;
    }

    /** {@return the largest part of a delay that chance adds to it, 0 to 1} */
    public double jitter() {
        return jitter;
    }

    /** {@return what follows when the final reply was lost} */
    public OnUnknown onUnknown() {
        return onUnknown;
    }

    /**
     * Decides.
     *
     * @param state what has happened so far
     * @return the next step
     */
    public NextStep next(RetryState state) {
        Decision decision = state.verdict().decision();
        if (decision != Decision.RETRY) {
            return NextStep.stop(decision == Decision.GIVE_UP ? StopReason.GIVE_UP : StopReason.FIX_CONFIG);
        }
        Instant retryAt = state.now().plus(delay(state));
        Optional<Instant> callerWaitsUntil = state.deadline();
        if (callerWaitsUntil.isPresent() && retryAt.isAfter(callerWaitsUntil.get())) {
            // whoever takes over has no use for a quick retry that the caller had no time for
            return worthTrying(state, state.now().plus(unhurriedDelay(state)), true);
        }
        return worthTrying(state, retryAt, false);
    }

    private NextStep worthTrying(RetryState state, Instant retryAt, boolean byOthers) {
        if (retryAt.isAfter(state.firstAttemptAt().plus(lifetime))) {
            return NextStep.stop(StopReason.LIFETIME);
        }
        return byOthers ? NextStep.stopUntil(retryAt) : NextStep.retryAt(retryAt);
    }

    private Duration delay(RetryState state) {
        Verdict verdict = state.verdict();
        if (state.pacedByHost() && isPaced(verdict)) {
            return Duration.ZERO;
        }
        boolean mayBeQuick = verdict.hint().isEmpty() && !verdict.throttle();
        if (mayBeQuick && isNow(verdict) && state.immediate() == 0) {
            return Duration.ZERO;
        }
        int failure = Math.max(state.failures(), 1);
        if (mayBeQuick && state.deadline().isPresent() && failure <= quickRetries.size()) {
            return min(jittered(quickRetries.get(failure - 1), state.chance()), maxDelay);
        }
        return unhurriedDelay(state);
    }

    /** The hint, or else the delay class. */
    private Duration unhurriedDelay(RetryState state) {
        Verdict verdict = state.verdict();
        Optional<Duration> hint = verdict.hint();
        if (hint.isPresent()) {
            // a hint is a minimum: only its own cap may shorten it, and that is the longest wait, jitter included
            return min(jittered(hint.get(), state.chance()), maxHint);
        }
        DelayClass delayClass = verdict.delayClass().orElse(DelayClass.MEDIUM);
        if (delayClass == DelayClass.NOW) {
            // it was tried at once, and that did not help
            delayClass = DelayClass.SHORT;
        }
        Duration base = doubled(delayClass, verdict.throttle() ? state.throttled() - 1 : slowFailures(state));
        return min(jittered(base, state.chance()), maxDelay);
    }

    /** How many times the delay class has been used before: the quick retries came first, for those who wait. */
    private int slowFailures(RetryState state) {
        int quick = state.deadline().isPresent() ? quickRetries.size() : 0;
        return state.failures() - 1 - quick;
    }

    private static Duration doubled(DelayClass delayClass, int times) {
        Duration delay = delayClass.shortest();
        for (int i = 0; i < times && delay.compareTo(delayClass.longest()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        return min(delay, delayClass.longest());
    }

    private Duration jittered(Duration delay, double chance) {
        return delay.plusNanos((long) (delay.toNanos() * jitter * chance));
    }

    /** Whether a pause of the destination answers it. Hours and days are no pause: others should get the message then. */
    private static boolean isPaced(Verdict verdict) {
        return verdict.throttle()
                && verdict.delayClass()
                        .filter(c -> c.compareTo(DelayClass.MEDIUM) <= 0)
                        .isPresent();
    }

    private static boolean isNow(Verdict verdict) {
        return verdict.delayClass().filter(c -> c == DelayClass.NOW).isPresent();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }

    private static <T> T orElse(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }

    @Override
    public String toString() {
        return "MailRetryPolicy[deadline=" + deadline + ", lifetime=" + lifetime + ", quickRetries=" + quickRetries
                + ", maxDelay=" + maxDelay + ", maxHint=" + maxHint + ", jitter=" + jitter + ", onUnknown=" + onUnknown
                + "]";
    }

    /** Sets what differs from the defaults. Not thread-safe. */
    public static final class Builder {

        private static final Duration DEADLINE = Duration.ofSeconds(30);
        private static final Duration LIFETIME = Duration.ofDays(4);
        private static final List<Duration> QUICK_RETRIES =
                List.of(Duration.ofSeconds(1), Duration.ofSeconds(3), Duration.ofSeconds(9));
        private static final Duration MAX_DELAY = Duration.ofHours(24);
        private static final Duration MAX_HINT = Duration.ofHours(24);
        private static final double JITTER = 0.2;

        private @Nullable Duration deadline;
        private @Nullable Duration lifetime;
        private @Nullable List<Duration> quickRetries;
        private @Nullable Duration maxDelay;
        private @Nullable Duration maxHint;
        private @Nullable Double jitter;
        private @Nullable OnUnknown onUnknown;

        private Builder() {}

        /**
         * Sets how long a caller waits for one message, delays included. It limits waits and new attempts; a command
         * in flight is never cut.
         *
         * @param value default 30 seconds; zero means a single attempt
         * @return this builder
         */
        public Builder deadline(Duration value) {
            deadline = value;
            return this;
        }

        /**
         * Sets how long a message is worth trying at all (RFC 5321 section 4.5.4.1: at least 4 to 5 days).
         *
         * @param value default 4 days
         * @return this builder
         */
        public Builder lifetime(Duration value) {
            lifetime = value;
            return this;
        }

        /**
         * Sets the first delays of a caller that waits, for failures that name no delay and do not throttle.
         *
         * @param value default 1, 3 and 9 seconds; may be empty
         * @return this builder
         */
        public Builder quickRetries(List<Duration> value) {
            quickRetries = List.copyOf(value);
            return this;
        }

        /**
         * Sets the longest delay, except for the server's hints: those are minimums.
         *
         * @param value default 24 hours
         * @return this builder
         */
        public Builder maxDelay(Duration value) {
            maxDelay = value;
            return this;
        }

        /**
         * Sets the longest hint that is followed, jitter included. To set it low is to be impolite: meant for tests.
         *
         * @param value default 24 hours
         * @return this builder
         */
        public Builder maxHint(Duration value) {
            maxHint = value;
            return this;
        }

        /**
         * Sets the largest part of a delay that chance adds to it.
         *
         * @param value 0 to 1, default 0.2
         * @return this builder
         */
        public Builder jitter(double value) {
            jitter = value;
            return this;
        }

        /**
         * Sets what follows when the final reply was lost.
         *
         * @param value default RESEND
         * @return this builder
         */
        public Builder onUnknown(OnUnknown value) {
            onUnknown = value;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @return the policy
         * @throws IllegalArgumentException if the options contradict each other or make no sense, in one sentence that
         *     names them
         */
        public MailRetryPolicy build() {
            MailRetryPolicy policy = new MailRetryPolicy(this);
            PolicyCheck.check(policy);
            return policy;
        }
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy answers: try again at an instant, or stop and why. Immutable.
 */
public final class NextStep {

    /** Why there is no further attempt. */
    public enum StopReason {
        /** It cannot succeed. */
        GIVE_UP,
        /** It cannot succeed until a person changes something. */
        FIX_CONFIG,
        /** It can succeed, but not before the caller's deadline. */
        DEADLINE,
        /** It has been tried for as long as it is worth. */
        LIFETIME
    }

    private final @Nullable StopReason stopReason;
    private final @Nullable Instant retryAt;

    private NextStep(@Nullable StopReason stopReason, @Nullable Instant retryAt) {
        this.stopReason = stopReason;
        this.retryAt = retryAt;
    }

    static NextStep retryAt(Instant instant) {
        return new NextStep(null, instant);
    }

    static NextStep stop(StopReason reason) {
        return new NextStep(reason, null);
    }

    static NextStep stopUntil(Instant instant) {
        return new NextStep(StopReason.DEADLINE, instant);
    }

    /** {@return why to stop, or empty if there is a further attempt} */
    public Optional<StopReason> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    /**
     * The instant of the next attempt; after a stop for the {@link StopReason#DEADLINE}, the first instant at which
     * somebody else should try.
     *
     * @return the instant, or empty if no further attempt makes sense
     */
    public Optional<Instant> retryAt() {
        return Optional.ofNullable(retryAt);
    }

    @Override
    public String toString() {
        if (stopReason == null) {
            return "retry at " + retryAt;
        }
        return "stop: " + stopReason + (retryAt == null ? "" : ", not before " + retryAt);
    }
}

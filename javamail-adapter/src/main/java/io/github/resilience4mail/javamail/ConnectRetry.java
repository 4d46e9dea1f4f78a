/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.javamail;

import io.github.resilience4mail.engine.DeliveryEvent.ConnectFailed;
import io.github.resilience4mail.policy.NextStep;
import io.github.resilience4mail.policy.RetryState;
import io.github.resilience4mail.time.Timekeeper;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Repeats the making of a connection under the policy: no recipients are known yet, so there is no report. */
final class ConnectRetry {

    private static final Logger LOG = LoggerFactory.getLogger(RetryingSmtpTransport.class);

    private final TransportSettings settings;
    private final Timekeeper timekeeper;

    ConnectRetry(TransportSettings settings) {
        this.settings = settings;
        this.timekeeper = settings.runtime().timekeeper();
    }

    /** One try. */
    interface Try {
        /** Null if it succeeded. */
        @Nullable
        ConnectFailure connect() throws MessagingException;
    }

    /** Returns the time that it took. */
    Duration run(Try connection, boolean mayRepeat, RetryingSmtpTransport transport) throws MessagingException {
        InstantSource clock = timekeeper.anchored();
        Instant start = clock.instant();
        Instant deadline = start.plus(mayRepeat ? settings.policy().deadline() : Duration.ZERO);
        int failures = 0;
        int throttled = 0;
        while (true) {
            ConnectFailure failure = connection.connect();
            if (failure == null) {
                return Duration.between(start, clock.instant());
            }
            if (failure.verdict().throttle()) {
                throttled++;
            } else {
                failures++;
            }
            NextStep step = settings.policy()
                    .next(RetryState.builder(failure.verdict(), clock.instant())
                            .firstAttemptAt(start)
                            .failures(failures)
                            .throttled(throttled)
                            .immediate(failures + throttled - 1)
                            .deadline(deadline)
                            .chance(timekeeper.random())
                            .build());
            tell(failure, step, transport.retryName());
            boolean goOn = step.stopReason().isEmpty()
                    && waited(clock, step.retryAt().orElseThrow())
                    && !transport.isClosedByCaller();
            if (!goOn) {
                throw giveUp(failure, step.retryAt().orElse(null), transport.server());
            }
        }
    }

    private void tell(ConnectFailure failure, NextStep step, String name) {
        Instant again = step.stopReason().isEmpty() ? step.retryAt().orElse(null) : null;
        settings.listeners()
                .tell(() -> new ConnectFailed(
                        name, timekeeper.now(), failure.phase(), failure.reply(), failure.verdict(), again));
    }

    private boolean waited(InstantSource clock, Instant until) {
        try {
            timekeeper.sleep(Duration.between(clock.instant(), until));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private MessagingException giveUp(ConnectFailure failure, @Nullable Instant retryAt, String server) {
        MessagingException exception = failure.toException(server, retryAt, settings.locale());
        LOG.warn("{}", exception.getMessage());
        return exception;
    }
}

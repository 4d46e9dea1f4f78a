/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.engine;

import io.github.resilience4mail.catalogue.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A failed attempt, as resilience4j's registry and its events show it: what it means, and the delay until the next
 * attempt. It is never thrown, so it has no stack trace.
 */
public final class AttemptFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable Verdict verdict;
    private final transient @Nullable Duration delay;
    private final transient boolean first;

    AttemptFailedException(String message, @Nullable Verdict verdict, @Nullable Duration delay, boolean first) {
        super(message, null, false, false);
        this.verdict = verdict;
        this.delay = delay;
        this.first = first;
    }

    /** {@return what the failure means, the gravest if several recipients failed; empty after deserialisation} */
    public Optional<Verdict> verdict() {
        return Optional.ofNullable(verdict);
    }

    /** {@return how long until the next attempt, or empty if there is none} */
    public Optional<Duration> delay() {
        return Optional.ofNullable(delay);
    }

    /** Whether nothing follows although nothing went before: the failure that is never retried. */
    boolean stopsAtOnce() {
        return first && delay == null;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to retry; null is what is left open. The descriptions end up in the metadata for editors.
 *
 * @param deadline How long a caller waits for one message, delays included; zero means a single attempt.
 * @param lifetime How long a message is worth trying at all.
 * @param quickRetries First delays of a caller that waits, for failures that name no delay and do not throttle; may be empty.
 * @param maxDelay Longest delay, except for those that the server names.
 * @param maxHint Longest delay named by the server that is followed.
 * @param jitter Largest part of a delay that chance adds to it, 0 to 1.
 * @param onUnknown What to do when the server's final reply was lost, so that nobody knows whether it has the message.
 * @param language Language of explanations, en or fr.
 */
record PolicyProperties(
        @Nullable Duration deadline,
        @Nullable Duration lifetime,
        @Nullable List<Duration> quickRetries,
        @Nullable Duration maxDelay,
        @Nullable Duration maxHint,
        @Nullable Double jitter,
        @Nullable OnUnknown onUnknown,
        @Nullable Locale language) {

    /**
     * The policy.
     *
     * @param base which holds where nothing is set
     * @param prefix of the properties, to name them
     * @throws InvalidMailRetryPropertiesException if they contradict each other
     */
    MailRetryPolicy policy(MailRetryPolicy base, String prefix) {
        if (language != null && !List.of("en", "fr").contains(language.toLanguageTag())) {
            throw new InvalidMailRetryPropertiesException(
                    "the property " + prefix + ".language is " + language.toLanguageTag() + ": use en or fr", null);
        }
        if (nothingSet()) {
            return base;
        }
        try {
            MailRetryPolicy.Builder builder = base.toBuilder();
            set(deadline, builder::deadline);
            set(lifetime, builder::lifetime);
            set(quickRetries, builder::quickRetries);
            set(maxDelay, builder::maxDelay);
            set(maxHint, builder::maxHint);
            set(jitter, builder::jitter);
            set(onUnknown, builder::onUnknown);
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidMailRetryPropertiesException(
                    "the properties " + prefix + ".* make no policy: " + e.getMessage(), e);
        }
    }

    private boolean nothingSet() {
        return Stream.of(deadline, lifetime, quickRetries, maxDelay, maxHint, jitter, onUnknown)
                .allMatch(Objects::isNull);
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}

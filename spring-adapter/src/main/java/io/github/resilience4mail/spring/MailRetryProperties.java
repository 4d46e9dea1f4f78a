/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import io.github.resilience4mail.catalogue.CatalogueException;
import io.github.resilience4mail.catalogue.ReplyCatalogue;
import io.github.resilience4mail.policy.MailRetryPolicy;
import io.github.resilience4mail.policy.OnUnknown;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * What {@code resilience4mail.*} says; null is what it leaves open. The descriptions end up in the metadata for editors.
 *
 * @param enabled Whether mail senders retry.
 * @param deadline How long a caller waits for one message, delays included; zero means a single attempt.
 * @param lifetime How long a message is worth trying at all.
 * @param quickRetries First delays of a caller that waits, for failures that name no delay and do not throttle; may be empty.
 * @param maxDelay Longest delay, except for those that the server names.
 * @param maxHint Longest delay named by the server that is followed.
 * @param jitter Largest part of a delay that chance adds to it, 0 to 1.
 * @param onUnknown What to do when the server's final reply was lost, so that nobody knows whether it has the message.
 * @param language Language of explanations, en or fr.
 * @param rules Files of your own rules, which outrank those that come with the library.
 * @param senders What is different for single senders, by the names of their beans.
 * @param async How the asynchronous sender is set up.
 */
@ConfigurationProperties(MailRetryProperties.PREFIX)
record MailRetryProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Duration deadline,
        @Nullable Duration lifetime,
        @Nullable List<Duration> quickRetries,
        @Nullable Duration maxDelay,
        @Nullable Duration maxHint,
        @Nullable Double jitter,
        @Nullable OnUnknown onUnknown,
        @Nullable Locale language,
        @DefaultValue List<Resource> rules,
        @DefaultValue Map<String, PolicyProperties> senders,
        @NestedConfigurationProperty @DefaultValue AsyncProperties async) {

    static final String PREFIX = "resilience4mail";

    /**
     * The policy of all senders.
     *
     * @throws InvalidMailRetryPropertiesException if they contradict each other
     */
    MailRetryPolicy policy() {
        return common().policy(MailRetryPolicy.defaults(), PREFIX);
    }

    /** What is set for all senders. */
    PolicyProperties common() {
        return new PolicyProperties(deadline, lifetime, quickRetries, maxDelay, maxHint, jitter, onUnknown, language);
    }

    /**
     * The library's rules and those of the files; empty if there are no files.
     *
     * @throws InvalidMailRetryPropertiesException if a file cannot be used
     */
    Optional<ReplyCatalogue> catalogue() {
        if (rules.isEmpty()) {
            return Optional.empty();
        }
        List<Path> files = new ArrayList<>();
        for (Resource rule : rules) {
            try {
                files.add(rule.getFile().toPath());
            } catch (IOException e) {
                throw new InvalidMailRetryPropertiesException(
                        "the property " + PREFIX + ".rules names " + rule.getDescription()
                                + ", which is no file: name a file that exists, as in file:/etc/shop/rules.yaml",
                        e);
            }
        }
        try {
            return Optional.of(ReplyCatalogue.withRules(files.toArray(Path[]::new)));
        } catch (CatalogueException e) {
            throw new InvalidMailRetryPropertiesException(
                    "the property " + PREFIX + ".rules names a file that cannot be used: " + e.getMessage(), e);
        }
    }
}

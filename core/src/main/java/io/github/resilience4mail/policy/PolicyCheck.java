/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.policy;

import java.time.Duration;

/** Refuses a policy that contradicts itself: a schedule other than the one written is an outage later. */
final class PolicyCheck {

    private PolicyCheck() {}

    static void check(MailRetryPolicy policy) {
        require(
                !policy.deadline().isNegative(),
                "deadline " + text(policy.deadline())
                        + " is negative: use zero for a single attempt, or a positive duration");
        requirePositive("lifetime", policy.lifetime());
        requirePositive("maxDelay", policy.maxDelay());
        requirePositive("maxHint", policy.maxHint());
        require(policy.jitter() >= 0 && policy.jitter() <= 1, "jitter " + policy.jitter() + " is not from 0 to 1");
        policy.quickRetries().forEach(delay -> requirePositive("a quick retry of", delay));
        if (!policy.quickRetries().isEmpty()) {
            checkFirstQuickRetry(policy, policy.quickRetries().get(0));
        }
        require(
                policy.deadline().compareTo(policy.lifetime()) <= 0,
                "deadline " + text(policy.deadline()) + " is longer than lifetime " + text(policy.lifetime())
                        + ": shorten the deadline or raise the lifetime");
    }

    private static void checkFirstQuickRetry(MailRetryPolicy policy, Duration first) {
        boolean singleAttempt = policy.deadline().isZero();
        require(
                singleAttempt || policy.deadline().compareTo(first) >= 0,
                "deadline " + text(policy.deadline())
                        + " is shorter than the first quick retry " + text(first)
                        + ": raise the deadline, shorten quickRetries, or set the deadline to zero for a single attempt");
        require(
                policy.maxDelay().compareTo(first) >= 0,
                "maxDelay " + text(policy.maxDelay()) + " is below the first quick retry " + text(first)
                        + ": raise maxDelay or shorten quickRetries");
    }

    private static void requirePositive(String name, Duration value) {
        require(!value.isNegative() && !value.isZero(), name + " " + text(value) + " is not positive");
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) {
            throw new IllegalArgumentException(sentence);
        }
    }

    /** "1.5s" rather than "PT1.5S". */
    private static String text(Duration duration) {
        return duration.toString().replaceFirst("^(-?)PT?", "$1").toLowerCase(java.util.Locale.ROOT);
    }
}

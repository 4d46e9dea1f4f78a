/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.throttle;

import java.time.LocalDate;
import java.util.List;

/**
 * The limits that one provider publishes for those who hand mail in. Immutable.
 *
 * @param id a short name
 * @param hosts its servers' names, or the ends of them
 * @param limits what it allows; what it does not publish is as in settings in which nothing is set
 * @param source where it says so
 * @param seen when it said so
 */
public record ProviderProfile(String id, List<String> hosts, LaneSettings limits, String source, LocalDate seen) {

    /**
     * Copies the list.
     *
     * @param id a short name
     * @param hosts its servers' names, or the ends of them
     * @param limits what it allows
     * @param source where it says so
     * @param seen when it said so
     */
    public ProviderProfile {
        hosts = List.copyOf(hosts);
    }

    /** Whether a server is one of this provider's. */
    boolean isOf(String host) {
        return hosts.stream().anyMatch(end -> host.equals(end) || host.endsWith("." + end));
    }
}

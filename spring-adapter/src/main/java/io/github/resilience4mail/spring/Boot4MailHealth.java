/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of sending for Boot 4, which keeps the same types in another package. */
final class Boot4MailHealth implements HealthIndicator {

    private final ServerStates states;

    Boot4MailHealth(ServerStates states) {
        this.states = states;
    }

    @Override
    public Health health() {
        Map<String, String> problems = states.problems();
        return (problems.isEmpty() ? Health.up() : Health.down())
                .withDetails(problems)
                .build();
    }
}

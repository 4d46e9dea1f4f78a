/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.spring;

import java.util.Map;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health of sending for Boot 3.5. */
final class Boot3MailHealth implements HealthIndicator {

    private final ServerStates states;

    Boot3MailHealth(ServerStates states) {
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

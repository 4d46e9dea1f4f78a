/* SPDX-License-Identifier: Apache-2.0 */
package io.github.resilience4mail.testkit.contract;

import io.github.resilience4mail.testkit.ScriptedSmtpServer;
import java.util.List;

/** What to tell about a scenario that failed: the differences, what the server was told to do, and what it heard. */
record Finding(Scenario scenario, ScriptedSmtpServer server, List<String> differences) {

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Scenario: ").append(scenario).append('\n');
        differences.forEach(difference -> text.append("  - ").append(difference).append('\n'));
        text.append("What the server did:\n");
        List<String> script = scenario.script();
        (script.isEmpty() ? List.of("nothing out of the ordinary") : script)
                .forEach(line -> text.append("  ").append(line).append('\n'));
        text.append("What the server heard:\n");
        for (int i = 1; i <= server.connections(); i++) {
            text.append("  connection ").append(i).append(": ");
            text.append(String.join(" | ", server.transcript(i))).append('\n');
        }
        return text.toString();
    }
}
